-- What each customer did on each day of the business's own calendar. Refunds
-- and cancellations are negative amounts and no purchases.
CREATE OR REPLACE TEMP TABLE customer_day AS
SELECT id,
       {{.Day}} AS day,
       coalesce(sum(amount) FILTER (amount >= 0), 0)::DECIMAL(18, 6) AS gross,
       coalesce(sum(amount) FILTER (amount < 0), 0)::DECIMAL(18, 6) AS refunded,
       (count(*) FILTER (amount >= 0))::INTEGER AS orders
FROM orders
JOIN ids USING (customer_id)
GROUP BY ALL;
