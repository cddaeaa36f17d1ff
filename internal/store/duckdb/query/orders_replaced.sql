-- Puts the older version of orders aside that arrive corrected.
INSERT INTO orders_replaced
SELECT *, {{.Batch}} FROM orders
WHERE order_id IS NOT NULL AND source = ''
  AND EXISTS (
    SELECT 1 FROM arrivals a
    WHERE a.order_id = orders.order_id
      AND a.customer_id = orders.customer_id
      AND a.ordered_at::DATE = orders.ordered_at::DATE
);
DELETE FROM orders
WHERE order_id IS NOT NULL AND source = ''
  AND EXISTS (
    SELECT 1 FROM arrivals a
    WHERE a.order_id = orders.order_id
      AND a.customer_id = orders.customer_id
      AND a.ordered_at::DATE = orders.ordered_at::DATE
);
