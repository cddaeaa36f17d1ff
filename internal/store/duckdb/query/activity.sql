-- All purchases by first day and day: every sum over time is made from these.
-- Customers known by refunds alone have no first day.
CREATE OR REPLACE TEMP TABLE activity AS
SELECT c.first_day, d.day,
       (count(*) FILTER (d.orders > 0))::BIGINT AS purchases,
       sum(d.orders)::BIGINT AS orders,
       coalesce(sum(d.gross), 0)::DOUBLE AS gross,
       sum(d.refunded)::DOUBLE AS refunded
FROM customer_day d
JOIN customer c USING (id)
WHERE d.day <= {{.Until}}
GROUP BY ALL;
