-- Purchases by first day and day. Customers known by refunds alone have no
-- first day.
SELECT c.first_day, d.day, count(*) FILTER (d.orders > 0), sum(d.orders)::BIGINT, coalesce(sum(d.gross), 0)::DOUBLE, sum(d.refunded)::DOUBLE
FROM customer_day d
JOIN customer c USING (customer_id)
WHERE d.day <= {{.Until}}
GROUP BY ALL
ORDER BY ALL;
