-- Keeps the lines of plain logs, numbered as they came. A line that two
-- overlapping files bring is kept once.
INSERT INTO order_lines (source, order_id, line_no, sku, product, name, quantity, price, discount, total, batch_id)
{{- if .ManyFiles}}
WITH numbered AS (
    SELECT *, row_number() OVER (PARTITION BY file_no, order_id, customer_id, ordered_at, amount, product, quantity, price) AS nth
    FROM incoming WHERE order_id IS NOT NULL
)
SELECT '', order_id, row_number() OVER (), product, NULL, NULL, quantity, price, NULL, amount, {{.Batch}}
FROM numbered{{if .Some}}
SEMI JOIN arrivals USING (order_id, customer_id){{end}}
GROUP BY order_id, customer_id, ordered_at, amount, product, quantity, price, nth;
{{- else}}
SELECT '', order_id, rowid + 1, product, NULL, NULL, quantity, price, NULL, amount, {{.Batch}}
FROM incoming{{if .Some}}
SEMI JOIN arrivals USING (order_id, customer_id){{end}}
WHERE order_id IS NOT NULL;
{{- end}}
