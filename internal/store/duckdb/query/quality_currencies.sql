-- Orders by currency, the largest first.
SELECT coalesce(currency, ''), count(*), sum(amount)::VARCHAR
FROM orders
WHERE amount >= 0 AND status NOT IN ('failed', 'draft')
GROUP BY ALL
ORDER BY count(*) DESC, 1;
