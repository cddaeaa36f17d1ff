-- What each customer did on each day of the business's own calendar. Refunds
-- and cancellations are negative amounts and no purchases.
CREATE OR REPLACE TEMP TABLE customer_day AS
SELECT customer_id,
       {{.Day}} AS day,
       sum(amount) FILTER (amount >= 0) AS gross,
       coalesce(sum(amount) FILTER (amount < 0), 0) AS refunded,
       (count(*) FILTER (amount >= 0))::INTEGER AS orders
FROM orders
GROUP BY ALL;
