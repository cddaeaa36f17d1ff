-- What scoring reads: every order and refund of a customer.
CREATE OR REPLACE VIEW ledger AS
SELECT order_id, customer_id, ordered_at, amount
FROM orders
WHERE customer_id <> '' AND status NOT IN ('failed', 'draft')
UNION ALL
SELECT r.order_id, coalesce(nullif(r.customer_id, ''), o.customer_id), coalesce(r.refunded_at, o.ordered_at), (-r.amount)::DECIMAL(18, 6)
FROM refunds r
LEFT JOIN orders o ON o.source = r.source AND o.order_id = r.order_id
WHERE coalesce(nullif(r.customer_id, ''), o.customer_id, '') <> '' AND coalesce(r.refunded_at, o.ordered_at) IS NOT NULL;
