-- The currencies of what counts, the most frequent first.
SELECT currency FROM (
    SELECT currency FROM orders WHERE status NOT IN ('failed', 'draft')
    UNION ALL
    SELECT currency FROM refunds
)
GROUP BY currency
ORDER BY count(*) DESC, currency;
