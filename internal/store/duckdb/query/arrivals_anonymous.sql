-- Rows of sources without order ids, numbered among their equals in a file,
-- so that overlapping files and repeated imports count each once.
CREATE OR REPLACE {{.Kind}} TABLE arrivals AS
WITH numbered AS (
    SELECT customer_id, ordered_at, amount,
           row_number() OVER (PARTITION BY {{if .ManyFiles}}file_no, {{end}}customer_id, ordered_at, amount) AS nth
    FROM incoming
)
SELECT NULL::VARCHAR AS order_id, customer_id, ordered_at, amount, nth::INTEGER AS occurrence
FROM numbered
GROUP BY customer_id, ordered_at, amount, nth;
