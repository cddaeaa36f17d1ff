-- One row a customer; best first where there are few enough for people to
-- look at, equals by id. A prediction is linear in the customer's
-- own mean spend; the coefficients come from the models.
CREATE OR REPLACE TABLE scores AS
WITH predicted AS (
    SELECT ids.customer_id, c.*, s.*, coalesce(c.mean_repeat, 0) AS m, g.median_gap
    FROM customer c
    JOIN ids USING (id)
    LEFT JOIN shape_scores s
           ON s.x = c.days - 1 AND s.tx = (c.last_day - c.first_day)::INTEGER AND s.t = ({{.AsOf}} - c.first_day)::INTEGER
    LEFT JOIN gaps g USING (id)
    WHERE c.seen <= {{.AsOf}}
)
SELECT customer_id,
       CASE WHEN days > 0 THEN first_day END AS first_order,
       last_day AS last_order,
       orders,
       greatest(days - 1, 0) AS frequency,
       coalesce((last_day - first_day) / {{.UnitDays}}, 0)::DOUBLE AS recency,
       CASE WHEN days > 0 THEN ({{.AsOf}} - first_day) / {{.UnitDays}} ELSE 0 END::DOUBLE AS "T",
       (gross + refunded)::DECIMAL(38, 6) AS historic_value,
       CASE WHEN orders > 0 THEN (gross / orders)::DOUBLE END AS mean_order_value,
       CASE WHEN p_alive >= 0 THEN p_alive END AS p_alive,
       expected_orders,
       spend_base + spend_slope * m AS expected_order_value,
       {{.Margin}} * discounted * (spend_base + spend_slope * m) AS clv,
       {{.Margin}} * low * (scale_base + scale_slope * m) AS clv_low,
       {{.Margin}} * high * (scale_base + scale_slope * m) AS clv_high,
       CASE WHEN next_days >= 0 THEN {{.AsOf}} + next_days END AS expected_next_order,
       CASE WHEN days = 2 THEN (last_day - first_day)::DOUBLE
            WHEN days = 3 THEN (last_day - first_day) / 2.0
            ELSE median_gap END::DOUBLE AS median_days_between_orders,
       CASE WHEN p_alive IS NULL OR p_alive < 0 THEN 'unknown'
            WHEN p_alive < {{.HighBelow}} THEN 'high'
            WHEN p_alive < {{.MediumBelow}} THEN 'medium'
            ELSE 'low' END AS risk
FROM predicted{{if .Sorted}}
ORDER BY clv DESC NULLS LAST, customer_id{{end}};
