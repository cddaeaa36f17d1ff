-- Orders that two sources both have: one customer, amount and currency, within
-- an hour of each other, each order paired once.
WITH one AS (
    SELECT o.source, o.order_id, coalesce(p.person, o.customer_id) AS customer, o.currency, o.amount, o.ordered_at
    FROM orders o
    LEFT JOIN persons p ON p.identifier = o.customer_id
    WHERE o.amount > 0 AND o.customer_id <> '' AND o.status NOT IN ('failed', 'draft')
), pairs AS (
    SELECT a.source AS a, b.source AS b, a.currency, a.order_id AS id_a, min(b.order_id) AS id_b
    FROM one a
    JOIN one b ON a.customer = b.customer AND a.amount = b.amount AND a.currency = b.currency AND a.source < b.source
        AND abs(epoch(a.ordered_at) - epoch(b.ordered_at)) <= 3600
    GROUP BY a.source, b.source, a.currency, a.order_id, a.ordered_at
), sizes AS (
    SELECT source, count(*) AS n FROM one GROUP BY source
)
SELECT a, b, count(*), any_value(x.n), any_value(y.n), min(id_a), arg_min(id_b, id_a)
FROM pairs
JOIN sizes x ON x.source = a
JOIN sizes y ON y.source = b
GROUP BY a, b
ORDER BY count(*) DESC;
