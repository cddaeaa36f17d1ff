-- Rows whose shape is wrong, as the CSV reader found them.
SELECT s.file_path, e.line, min(coalesce(e.column_name, '')), min(e.error_type::VARCHAR), min(left(coalesce(e.csv_line, ''), 200)), min(left(e.error_message, 200))
FROM reject_errors e
JOIN reject_scans s USING (scan_id, file_id)
GROUP BY ALL
ORDER BY s.file_path, e.line;
