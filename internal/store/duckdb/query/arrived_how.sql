-- Whether none of a kind are kept yet, and whether each record came once and
-- those that belong together came in one file. A hash stands for the key: a
-- clash could only cause a needless comparison.
SELECT NOT EXISTS (FROM {{.Table}}),
{{- if .Counted}} false
{{- else}}
       NOT EXISTS (SELECT 1 FROM {{.Staged}} GROUP BY hash({{.Key}}) HAVING count(*) > 1)
{{- if .Grouped}}
   AND NOT EXISTS (SELECT 1 FROM {{.Staged}} GROUP BY hash({{.Together}}) HAVING min(file_no) <> max(file_no))
{{- end}}
{{- end}};
