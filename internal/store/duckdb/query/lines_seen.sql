-- Notes that this batch, too, brought the lines of orders that were there.
INSERT INTO seen
SELECT DISTINCT 'order_lines', md5_number(concat_ws(chr(31), '', order_id)), {{.Batch}} FROM same WHERE order_id IS NOT NULL;
