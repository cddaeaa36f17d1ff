-- The facts of a cut.
SELECT coalesce(sum(orders), 0)::BIGINT,
       count(*) FILTER (seen <= {{.AsOf}}),
       count(*) FILTER (days > 1),
       count(*) FILTER (seen <= {{.AsOf}} AND days = 0),
       coalesce(sum(gross + refunded) FILTER (seen <= {{.AsOf}}), 0)::VARCHAR,
       coalesce(sum(gross), 0)::VARCHAR,
       coalesce(sum(refunded), 0)::VARCHAR,
       min(seen) FILTER (seen <= {{.AsOf}}),
       {{if .Holdout}}count(*) FILTER (calibration_days > 0),
       count(*) FILTER (calibration_days > 1),
       count(*) FILTER (first_day > {{.CalibrationEnd}} AND first_day <= {{.HoldoutEnd}}),
       coalesce(sum(holdout_value) FILTER (calibration_days > 0), 0)::VARCHAR{{else}}0, 0, 0, '0'{{end}}
FROM customer;
