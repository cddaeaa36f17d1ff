-- Distinct histories with the customers that share them.
SELECT x, tx, t, holdout, count(*), coalesce(sum(m), 0), coalesce(sum(m * m), 0)
FROM ({{if .Calibration}}
    SELECT calibration_days - 1 AS x, (calibration_last - first_day)::INTEGER AS tx, ({{.CalibrationEnd}} - first_day)::INTEGER AS t,
           holdout_days AS holdout, calibration_mean_repeat AS m
    FROM customer
    WHERE calibration_days > 0{{else}}
    SELECT days - 1 AS x, (last_day - first_day)::INTEGER AS tx, ({{.AsOf}} - first_day)::INTEGER AS t, 0 AS holdout, mean_repeat AS m
    FROM customer
    WHERE days > 0{{end}}
)
GROUP BY x, tx, t, holdout
ORDER BY x, tx, t, holdout;
