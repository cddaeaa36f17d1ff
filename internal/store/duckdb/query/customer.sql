-- One row a customer: history up to as-of, and up to the calibration end with
-- what followed in the hold-out. A purchase is a day with an order. The mean
-- spend of repeat purchase days is reduced by the customer's own share of
-- refunds. Late days are summed apart and taken off, which costs less than
-- summing every day twice.
CREATE OR REPLACE TEMP TABLE customer AS
WITH seen AS (
    SELECT id,
           min(day) FILTER (orders > 0) AS first_day,
           arg_min(gross, day) FILTER (orders > 0) AS first_gross,
           max(day) FILTER (orders > 0 AND day <= {{.AsOf}}) AS last_day,
           count(*) FILTER (orders > 0) AS days,
           sum(orders) AS orders,
           sum(gross) AS gross,
           sum(refunded) AS refunded,
           min(day) AS seen{{if .Holdout}},
           max(day) FILTER (orders > 0 AND day <= {{.CalibrationEnd}}) AS calibration_last{{end}}
    FROM customer_day
    GROUP BY id
), later AS (
    SELECT id, count(*) FILTER (orders > 0) AS days, sum(orders) AS orders, sum(gross) AS gross, sum(refunded) AS refunded
    FROM customer_day
    WHERE day > {{.AsOf}}
    GROUP BY id{{if .Holdout}}
), after_calibration AS (
    SELECT id, count(*) FILTER (orders > 0) AS days, sum(gross) AS gross, sum(refunded) AS refunded,
           count(*) FILTER (orders > 0 AND day <= {{.HoldoutEnd}}) AS holdout_days,
           sum(gross + refunded) FILTER (day <= {{.HoldoutEnd}}) AS holdout_value
    FROM customer_day
    WHERE day > {{.CalibrationEnd}}
    GROUP BY id{{end}}
), histories AS (
    SELECT s.id, s.first_day, s.first_gross, s.last_day, s.seen,
           (s.days - coalesce(l.days, 0))::INTEGER AS days,
           (s.orders - coalesce(l.orders, 0))::BIGINT AS orders,
           s.gross - coalesce(l.gross, 0) AS gross,
           s.refunded - coalesce(l.refunded, 0) AS refunded{{if .Holdout}},
           s.calibration_last,
           (s.days - coalesce(a.days, 0))::INTEGER AS calibration_days,
           s.gross - coalesce(a.gross, 0) AS calibration_gross,
           s.refunded - coalesce(a.refunded, 0) AS calibration_refunded,
           coalesce(a.holdout_days, 0)::INTEGER AS holdout_days,
           coalesce(a.holdout_value, 0) AS holdout_value{{end}}
    FROM seen s
    LEFT JOIN later l USING (id){{if .Holdout}}
    LEFT JOIN after_calibration a USING (id){{end}}
)
SELECT id, first_day, last_day, seen, days, orders, gross, refunded,
       CASE WHEN days > 1 THEN ((gross - first_gross) / (days - 1))::DOUBLE * greatest(0, 1 + CASE WHEN gross > 0 THEN (refunded / gross)::DOUBLE ELSE 0 END) END AS mean_repeat{{if .Holdout}},
       calibration_last, calibration_days, holdout_days, holdout_value,
       CASE WHEN calibration_days > 1 THEN ((calibration_gross - first_gross) / (calibration_days - 1))::DOUBLE * greatest(0, 1 + CASE WHEN calibration_gross > 0 THEN (calibration_refunded / calibration_gross)::DOUBLE ELSE 0 END) END AS calibration_mean_repeat{{end}}
FROM histories;
