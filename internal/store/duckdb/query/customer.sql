-- One row a customer: history up to as-of, and up to the calibration end with
-- what followed in the hold-out. A purchase is a day with an order. The mean
-- spend of repeat purchase days is reduced by the customer's own share of
-- refunds.
CREATE OR REPLACE TEMP TABLE customer AS
WITH histories AS (
    SELECT id,
           min(day) FILTER (orders > 0) AS first_day,
           arg_min(gross, day) FILTER (orders > 0) AS first_gross,
           max(day) FILTER (orders > 0 AND day <= {{.AsOf}}) AS last_day,
           (count(*) FILTER (orders > 0 AND day <= {{.AsOf}}))::INTEGER AS days,
           (coalesce(sum(orders) FILTER (day <= {{.AsOf}}), 0))::BIGINT AS orders,
           coalesce(sum(gross) FILTER (day <= {{.AsOf}}), 0) AS gross,
           coalesce(sum(refunded) FILTER (day <= {{.AsOf}}), 0) AS refunded,
           min(day) AS seen{{if .Holdout}},
           max(day) FILTER (orders > 0 AND day <= {{.CalibrationEnd}}) AS calibration_last,
           (count(*) FILTER (orders > 0 AND day <= {{.CalibrationEnd}}))::INTEGER AS calibration_days,
           coalesce(sum(gross) FILTER (day <= {{.CalibrationEnd}}), 0) AS calibration_gross,
           coalesce(sum(refunded) FILTER (day <= {{.CalibrationEnd}}), 0) AS calibration_refunded,
           (count(*) FILTER (orders > 0 AND day > {{.CalibrationEnd}} AND day <= {{.HoldoutEnd}}))::INTEGER AS holdout_days,
           coalesce(sum(gross + refunded) FILTER (day > {{.CalibrationEnd}} AND day <= {{.HoldoutEnd}}), 0) AS holdout_value{{end}}
    FROM customer_day
    GROUP BY id
)
SELECT *,
       CASE WHEN days > 1 THEN ((gross - first_gross) / (days - 1))::DOUBLE * greatest(0, 1 + CASE WHEN gross > 0 THEN (refunded / gross)::DOUBLE ELSE 0 END) END AS mean_repeat{{if .Holdout}},
       CASE WHEN calibration_days > 1 THEN ((calibration_gross - first_gross) / (calibration_days - 1))::DOUBLE * greatest(0, 1 + CASE WHEN calibration_gross > 0 THEN (calibration_refunded / calibration_gross)::DOUBLE ELSE 0 END) END AS calibration_mean_repeat{{end}}
FROM histories;
