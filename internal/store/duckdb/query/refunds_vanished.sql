-- Puts aside the refunds that an earlier version of an order's row told of and
-- the one that arrives does not.
CREATE OR REPLACE TEMP TABLE vanished AS
SELECT DISTINCT r.source, r.refund_id
FROM refunds r
SEMI JOIN staged_orders USING (source, order_id)
ANTI JOIN staged_refunds USING (source, refund_id)
WHERE r.of_order AND r.batch_id <> {{.Batch}};
INSERT INTO refunds_replaced
SELECT *, {{.Batch}} FROM refunds SEMI JOIN vanished USING (source, refund_id);
DELETE FROM refunds WHERE (source, refund_id) IN (SELECT (source, refund_id) FROM vanished);
DROP TABLE vanished;
