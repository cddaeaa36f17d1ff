-- Refunds of orders that are not there. Counted without a window: the engine
-- fails now and then on a window over nothing.
WITH stray AS MATERIALIZED (
    SELECT r.refund_id, r.order_id, coalesce(r.customer_id, '') AS customer_id, r.refunded_at, coalesce(r.currency, '') AS currency, r.amount
    FROM refunds r
    LEFT JOIN orders o ON o.source = r.source AND o.order_id = r.order_id
    WHERE coalesce(r.order_id, '') <> '' AND o.order_id IS NULL
)
SELECT (SELECT count(*) FROM stray), order_id, customer_id, refunded_at, currency, amount::VARCHAR
FROM stray
ORDER BY amount DESC, refund_id
LIMIT 5;
