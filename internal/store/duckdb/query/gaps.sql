-- The median number of days between purchase days, for customers with at
-- least three gaps; fewer need no sorting.
CREATE OR REPLACE TEMP TABLE gaps AS
WITH steps AS (
    SELECT id, (day - lag(day) OVER (PARTITION BY id ORDER BY day)) AS gap
    FROM customer_day
    SEMI JOIN (SELECT id FROM customer WHERE days > 3) USING (id)
    WHERE orders > 0 AND day <= {{.AsOf}}
)
SELECT id, median(gap) AS median_gap
FROM steps
WHERE gap IS NOT NULL
GROUP BY id;
