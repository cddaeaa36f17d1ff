-- One row a customer; best first where there are few enough for people to
-- look at, equals by id. The customers come folded and scored; here they get
-- their names back, and what is not known becomes NULL.
CREATE OR REPLACE TABLE scores_next AS
WITH scored AS (
    SELECT *, nullif(p_alive, 'nan'::DOUBLE) AS alive FROM scored_customers()
)
SELECT customer_id,
       DATE '1970-01-01' + nullif(first_day, -2147483648) AS first_order,
       DATE '1970-01-01' + nullif(last_day, -2147483648) AS last_order,
       orders::BIGINT AS orders,
       greatest(days - 1, 0) AS frequency,
       recency,
       age AS "T",
       historic_value,
       nullif(mean_order_value, 'nan'::DOUBLE) AS mean_order_value,
       alive AS p_alive,
       nullif(expected_orders, 'nan'::DOUBLE) AS expected_orders,
       nullif(expected_order_value, 'nan'::DOUBLE) AS expected_order_value,
       nullif(clv, 'nan'::DOUBLE) AS clv,
       nullif(clv_low, 'nan'::DOUBLE) AS clv_low,
       nullif(clv_high, 'nan'::DOUBLE) AS clv_high,
       DATE '1970-01-01' + nullif(next_day, -2147483648) AS expected_next_order,
       nullif(gap, 'nan'::DOUBLE) AS median_days_between_orders,
       CASE WHEN alive IS NULL THEN 'unknown'
            WHEN alive < {{.HighBelow}} THEN 'high'
            WHEN alive < {{.MediumBelow}} THEN 'medium'
            ELSE 'low' END AS risk
FROM scored
JOIN ids USING (id){{if .Sorted}}
ORDER BY clv DESC NULLS LAST, customer_id{{end}};
