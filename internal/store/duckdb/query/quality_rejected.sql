-- Rows left out by one import, or by all that stand, by file and reason.
SELECT r.batch_id, r.file, r.column_name, regexp_replace(r.reason, '(order|line) \S+', '\1 …', 'g') AS why, count(*), arg_min(r."value", r.line), min(r.line)
FROM rejections r
JOIN batches b ON b.id = r.batch_id
WHERE {{if .Batch}}r.batch_id = {{.Batch}}{{else}}b.undone_at IS NULL{{end}}
GROUP BY r.batch_id, r.file, r.column_name, why
ORDER BY r.batch_id DESC, count(*) DESC, min(r.line)
LIMIT 200;
