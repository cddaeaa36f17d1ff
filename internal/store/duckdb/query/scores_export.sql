-- All scores as people take them away: rounded to what is meaningful, best
-- first.
SELECT customer_id, first_order, last_order, orders, frequency,
       round(recency, 8) AS recency, round("T", 8) AS "T",
       historic_value::DECIMAL(38, {{.Scale}}) AS historic_value,
       round(mean_order_value, 6) AS mean_order_value,
       round(p_alive, 10) AS p_alive, round(expected_orders, 10) AS expected_orders,
       round(expected_order_value, 6) AS expected_order_value,
       round(clv, 6) AS clv, round(clv_low, 6) AS clv_low, round(clv_high, 6) AS clv_high,
       expected_next_order, median_days_between_orders, risk
FROM scores
