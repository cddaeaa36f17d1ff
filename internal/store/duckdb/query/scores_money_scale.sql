-- Whether all money is in whole cents, and whether every figure fits the
-- decimals of the export; and how many scores there are.
SELECT coalesce(bool_and(historic_value = round(historic_value, 2)), true),
       coalesce(max(greatest(clv_high, mean_order_value, expected_order_value, expected_orders * 1000000)) < 1e13, true),
       count(*)
FROM scores;
