-- All scores as people take them away, best first, with the decimals that are
-- meaningful. Decimals print several times faster than floating point.
SELECT customer_id, first_order, last_order, orders, frequency,
       {{call .Round "recency" 8}} AS recency, {{call .Round "\"T\"" 8}} AS "T",
       historic_value::DECIMAL(18, {{.Scale}}) AS historic_value,
       {{call .Round "mean_order_value" 4}} AS mean_order_value,
       {{call .Round "p_alive" 10}} AS p_alive, {{call .Round "expected_orders" 8}} AS expected_orders,
       {{call .Round "expected_order_value" 4}} AS expected_order_value,
       {{call .Round "clv" 4}} AS clv, {{call .Round "clv_low" 4}} AS clv_low, {{call .Round "clv_high" 4}} AS clv_high,
       expected_next_order, {{call .Round "median_days_between_orders" 1}} AS median_days_between_orders, risk
FROM scores
