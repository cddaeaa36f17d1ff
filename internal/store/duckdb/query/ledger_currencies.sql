-- The currencies of what counts, the most frequent first, and whether exports
-- say what amounts in them are made of. Without refunds no order is looked up.
SELECT currency, bool_or(exported) FROM (
    SELECT currency, count(*) AS n, bool_or(source <> '') AS exported FROM orders WHERE status NOT IN ('failed', 'draft') GROUP BY currency
    UNION ALL
    SELECT coalesce(nullif(r.currency, ''), o.currency, ''), count(*), true
    FROM refunds r
    LEFT JOIN (FROM orders SEMI JOIN refunds USING (source, order_id)) o ON o.source = r.source AND o.order_id = r.order_id
    WHERE coalesce(o.status, 'paid') NOT IN ('failed', 'draft') AND coalesce(r.refunded_at, o.ordered_at) IS NOT NULL
    GROUP BY ALL
)
GROUP BY currency
ORDER BY sum(n) DESC, currency;
