-- Usable rows in other currencies than the one asked for, by file.
SELECT {{if .ManyFiles}}file_no{{else}}0{{end}}, count(*)
FROM incoming
WHERE currency <> ?
GROUP BY 1
ORDER BY 1;
