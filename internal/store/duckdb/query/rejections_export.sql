-- The rows a batch left out, and why.
SELECT file, line, column_name AS "column", "value", reason
FROM rejections
WHERE batch_id = {{.Batch}}
ORDER BY file, line, column_name
