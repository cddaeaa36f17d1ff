-- Orders of which more went back than was paid, by more than a cent.
WITH back AS (
    SELECT source, order_id, sum(amount) AS back, max(refunded_at) AS last_at FROM refunds WHERE coalesce(order_id, '') <> '' GROUP BY ALL
), found AS MATERIALIZED (
    SELECT o.order_id, o.customer_id, coalesce(b.last_at, o.ordered_at) AS back_at, o.currency, o.amount, b.back
    FROM back b
    JOIN orders o ON o.source = b.source AND o.order_id = b.order_id
    WHERE b.back > o.amount + 0.01 AND o.status NOT IN ('failed', 'draft')
)
SELECT (SELECT count(*) FROM found), order_id, customer_id, back_at, currency, (back - amount)::VARCHAR, amount::VARCHAR, back::VARCHAR
FROM found
ORDER BY back - amount DESC, order_id
LIMIT 5;
