-- What is known of rates, by base and currency.
SELECT base, currency, count(*), min("day"), max("day"), arg_max(rate, "day")::VARCHAR, arg_max(source, "day")
FROM rates
GROUP BY base, currency
ORDER BY base, currency;
