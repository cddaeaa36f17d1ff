-- Keeps rates in place of those of the same days.
DELETE FROM rates USING (SELECT base, currency, "day", arg_max(rate, seq)::DECIMAL(24, 12) AS rate FROM staged_rates GROUP BY ALL) s
WHERE rates.base = s.base AND rates.currency = s.currency AND rates."day" = s."day" AND rates.rate <> s.rate;
INSERT INTO rates
SELECT s.base, s.currency, s."day", s.rate, {{.Source}}
FROM (SELECT base, currency, "day", arg_max(rate, seq)::DECIMAL(24, 12) AS rate FROM staged_rates GROUP BY ALL) s
ANTI JOIN rates r USING (base, currency, "day");
DROP TABLE staged_rates;
