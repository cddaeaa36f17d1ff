-- Arrivals that the store has already, to the penny and the second.
CREATE OR REPLACE TEMP TABLE same AS
SELECT arrivals.order_id, arrivals.customer_id, arrivals.ordered_at, arrivals.amount, arrivals.occurrence
FROM arrivals
JOIN orders o ON o.order_id IS NOT DISTINCT FROM arrivals.order_id AND o.customer_id = arrivals.customer_id AND o.ordered_at = arrivals.ordered_at
    AND o.amount = arrivals.amount AND o.occurrence = arrivals.occurrence AND o.currency = {{.Currency}}
WHERE o.source = '';
INSERT INTO seen SELECT '{{.Kind}}', md5_number({{.Hashed}}), {{.Batch}} FROM same;
DELETE FROM arrivals
WHERE EXISTS (
    SELECT 1 FROM same o
    WHERE o.order_id IS NOT DISTINCT FROM arrivals.order_id
      AND o.customer_id = arrivals.customer_id
      AND o.ordered_at = arrivals.ordered_at
      AND o.amount = arrivals.amount
      AND o.occurrence = arrivals.occurrence
);
