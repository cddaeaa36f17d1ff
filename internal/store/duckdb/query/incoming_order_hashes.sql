-- A hash of every order id.
SELECT hash(order_id) FROM incoming WHERE order_id IS NOT NULL;
