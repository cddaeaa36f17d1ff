-- How many of the rates that came are known already, and how many are others
-- than those known.
SELECT count(*) FILTER (r.rate = s.rate), count(*) FILTER (r.rate <> s.rate), count(*)
FROM (SELECT base, currency, "day", arg_max(rate, seq)::DECIMAL(24, 12) AS rate FROM staged_rates GROUP BY ALL) s
LEFT JOIN rates r USING (base, currency, "day");
