-- Orders without lines, of sources some of whose orders have lines.
SELECT o.source, count(*) FILTER (l.order_id IS NULL), count(*)
FROM orders o
LEFT JOIN (SELECT DISTINCT source, order_id FROM order_lines) l ON l.source = o.source AND l.order_id = o.order_id
WHERE o.amount > 0 AND o.status NOT IN ('failed', 'draft') AND o.source IN (SELECT source FROM order_lines)
GROUP BY o.source
HAVING count(*) FILTER (l.order_id IS NULL) > 0
ORDER BY 2 DESC;
