-- The median number of days between purchase days, for customers with at
-- least three gaps; fewer need no sorting.
CREATE OR REPLACE TEMP TABLE gaps AS
WITH steps AS (
    SELECT customer_id, (day - lag(day) OVER (PARTITION BY customer_id ORDER BY day)) AS gap
    FROM customer_day
    SEMI JOIN (SELECT customer_id FROM customer WHERE days > 3) USING (customer_id)
    WHERE orders > 0 AND day <= {{.AsOf}}
)
SELECT customer_id, median(gap) AS median_gap
FROM steps
WHERE gap IS NOT NULL
GROUP BY customer_id;
