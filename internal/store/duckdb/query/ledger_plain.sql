-- The ledger of a single plain log.
CREATE OR REPLACE VIEW ledger AS
SELECT order_id, customer_id, ordered_at, amount FROM orders WHERE customer_id <> '';
