-- Refunds of orders that are not there.
SELECT count(*) OVER (), r.order_id, coalesce(r.customer_id, ''), r.refunded_at, coalesce(r.currency, ''), r.amount::VARCHAR
FROM refunds r
LEFT JOIN orders o ON o.source = r.source AND o.order_id = r.order_id
WHERE coalesce(r.order_id, '') <> '' AND o.order_id IS NULL
ORDER BY r.amount DESC, r.refund_id
LIMIT 5;
