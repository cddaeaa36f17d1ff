-- A few of the orders kept.
SELECT source, coalesce(order_id, ''), customer_id, ordered_at, currency, (amount * 1000000)::BIGINT
FROM orders
ORDER BY ordered_at, order_id
LIMIT ?;
