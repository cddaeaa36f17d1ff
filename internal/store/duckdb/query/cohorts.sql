-- Net spend by period of first order and 30-day step since.
SELECT date_trunc('{{.Period}}', first_day)::DATE AS cohort,
       (date_trunc('{{.Period}}', first_day) + INTERVAL 1 {{.Period}} - INTERVAL 1 DAY)::DATE AS ends,
       ((day - first_day) // 30)::INTEGER AS step,
       sum(gross + refunded)
FROM activity
WHERE first_day IS NOT NULL AND first_day <= {{.AsOf}} AND day >= first_day AND day <= {{.AsOf}}
GROUP BY ALL
ORDER BY cohort, step;
