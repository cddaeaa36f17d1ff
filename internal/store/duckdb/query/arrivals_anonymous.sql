-- Rows of sources without order ids, numbered among their equals in a file,
-- so that overlapping files and repeated imports count each once.
CREATE OR REPLACE {{.Kind}} TABLE arrivals AS
WITH numbered AS (
    SELECT customer_id, ordered_at, amount, batch_id,
           row_number() OVER (PARTITION BY file_no, customer_id, ordered_at, amount) AS nth
    FROM incoming
)
SELECT NULL::VARCHAR AS order_id, customer_id, ordered_at, amount, nth::INTEGER AS occurrence, any_value(batch_id) AS batch_id
FROM numbered
GROUP BY customer_id, ordered_at, amount, nth;
