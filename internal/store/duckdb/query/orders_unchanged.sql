-- Arrivals that the store has already, to the penny and the second.
DELETE FROM arrivals
WHERE EXISTS (
    SELECT 1 FROM orders o
    WHERE o.order_id IS NOT DISTINCT FROM arrivals.order_id
      AND o.customer_id = arrivals.customer_id
      AND o.ordered_at = arrivals.ordered_at
      AND o.amount = arrivals.amount
      AND o.occurrence = arrivals.occurrence
);
