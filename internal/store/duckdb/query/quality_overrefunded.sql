-- Orders of which more went back than was paid, by more than a cent.
WITH back AS (
    SELECT source, order_id, sum(amount) AS back, max(refunded_at) AS last_at FROM refunds WHERE coalesce(order_id, '') <> '' GROUP BY ALL
)
SELECT count(*) OVER (), o.order_id, o.customer_id, coalesce(b.last_at, o.ordered_at), o.currency, (b.back - o.amount)::VARCHAR, o.amount::VARCHAR, b.back::VARCHAR
FROM back b
JOIN orders o ON o.source = b.source AND o.order_id = b.order_id
WHERE b.back > o.amount + 0.01 AND o.status NOT IN ('failed', 'draft')
ORDER BY b.back - o.amount DESC, o.order_id
LIMIT 5;
