-- What is kept besides plain orders, as far as the ledger depends on it.
SELECT EXISTS (FROM refunds), EXISTS (FROM persons), EXISTS (FROM tickets), EXISTS (FROM order_lines),
    EXISTS (SELECT 1 FROM products WHERE cost IS NOT NULL),
    (SELECT count(*) FROM refunds r LEFT JOIN (FROM orders SEMI JOIN refunds USING (source, order_id)) o ON o.source = r.source AND o.order_id = r.order_id
     WHERE r.refunded_at IS NULL AND o.ordered_at IS NULL);
