-- Orders of one customer, amount and minute under different ids, of sources
-- that know the time of day.
WITH timed AS (
    SELECT source FROM orders WHERE amount > 0 GROUP BY source HAVING count(DISTINCT ordered_at::TIME) > 2
), twins AS MATERIALIZED (
    SELECT source, customer_id, currency, amount, date_trunc('minute', ordered_at) AS moment, count(DISTINCT order_id) AS n,
        min(order_id) AS one, max(order_id) AS other
    FROM orders
    WHERE amount > 0 AND customer_id <> '' AND coalesce(order_id, '') <> '' AND status NOT IN ('failed', 'draft', 'cancelled')
        AND source IN (SELECT source FROM timed)
    GROUP BY ALL
    HAVING count(DISTINCT order_id) > 1
)
SELECT (SELECT sum(n - 1) FROM twins)::BIGINT, one, customer_id, moment, currency, (amount * (n - 1))::VARCHAR, other, n
FROM twins
ORDER BY amount * (n - 1) DESC, moment, one
LIMIT 5;
