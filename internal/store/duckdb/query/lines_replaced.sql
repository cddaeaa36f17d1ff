-- Puts the lines aside of orders that arrive corrected.
INSERT INTO order_lines_replaced
SELECT *, {{.Batch}} FROM order_lines WHERE source = '' AND order_id IN (SELECT order_id FROM arrivals);
DELETE FROM order_lines WHERE source = '' AND order_id IN (SELECT order_id FROM arrivals);
