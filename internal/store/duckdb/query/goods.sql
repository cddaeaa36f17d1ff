-- What the goods of each order cost. A product is known by its source and id,
-- else by its SKU where all products of that SKU cost the same; costs in
-- another currency than the order's are not known, nor are those of an order
-- id that a plain log uses for several orders.
SELECT source, order_id, sum(quantity * cost) AS cogs, count(*) AS lines, count(quantity * cost) AS costed
FROM (
    SELECT l.source, l.order_id, l.quantity, CASE
        WHEN coalesce(nullif(a.currency, ''), o.currency) = o.currency AND a.cost IS NOT NULL THEN a.cost
        WHEN coalesce(nullif(s.currency, ''), o.currency) = o.currency THEN s.cost END AS cost
    FROM order_lines l
    JOIN (
        SELECT source, order_id, any_value(currency) AS currency FROM orders GROUP BY source, order_id HAVING count(*) = 1
    ) o ON o.source = l.source AND o.order_id = l.order_id
    LEFT JOIN products a ON a.source = l.source AND a.product_id = l.product AND l.product <> ''
    LEFT JOIN (
        SELECT sku, min(cost) AS cost, min(currency) AS currency
        FROM products
        WHERE sku <> '' AND cost IS NOT NULL
        GROUP BY sku
        HAVING min(cost) = max(cost) AND min(coalesce(currency, '')) = max(coalesce(currency, ''))
    ) s ON s.sku = l.sku
)
GROUP BY source, order_id
