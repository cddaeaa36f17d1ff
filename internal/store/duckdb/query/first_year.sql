-- What customers at least 364 days old spent, net, in their first 364 days.
SELECT coalesce(sum(purchases) FILTER (first_day = day), 0)::BIGINT,
       coalesce(sum(gross + refunded) FILTER (day - first_day BETWEEN 0 AND 363), 0)
FROM activity
WHERE first_day <= {{.AsOf}} - 364 AND day <= {{.AsOf}};
