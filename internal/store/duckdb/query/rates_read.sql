-- The rates that lead from some currencies to others, oldest first.
SELECT base, currency, "day", rate::VARCHAR FROM rates ORDER BY "day";
