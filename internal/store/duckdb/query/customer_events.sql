-- A customer's orders and refunds, oldest first.
SELECT coalesce(order_id, ''), ordered_at, amount::VARCHAR
FROM ledger
WHERE customer_id = ?
ORDER BY ordered_at, order_id, amount;
