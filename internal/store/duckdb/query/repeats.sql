-- Repeat purchases by day, of customers first seen in the calibration period.
SELECT day, sum(purchases)::BIGINT
FROM activity
WHERE first_day < day AND first_day <= {{.Known}}
GROUP BY day
ORDER BY day;
