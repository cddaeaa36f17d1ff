-- Whether some rows have no order id.
SELECT EXISTS (SELECT 1 FROM incoming WHERE order_id IS NULL);
