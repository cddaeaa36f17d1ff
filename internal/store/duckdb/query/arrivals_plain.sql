-- Rows that are orders already.
CREATE OR REPLACE {{.Kind}} TABLE arrivals AS
SELECT order_id, customer_id, ordered_at, amount, 1 AS occurrence{{if .ByCurrency}}, currency{{end}} FROM incoming{{if .Mixed}}
WHERE order_id IS NOT NULL{{end}};
