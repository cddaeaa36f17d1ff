-- One row an order from exports that overlap: the last file's version counts.
CREATE OR REPLACE {{.Kind}} TABLE arrivals AS
SELECT order_id, customer_id, ordered_at, amount, 1 AS occurrence{{if .ByCurrency}}, currency{{end}}
FROM incoming{{if .Mixed}}
WHERE order_id IS NOT NULL{{end}}
QUALIFY row_number() OVER (PARTITION BY order_id, customer_id, ordered_at::DATE ORDER BY file_no DESC) = 1;
