-- The entries in the reporting currency, each part at the rate of the day it
-- happened and rounded to the millionth.
{{- if .Rates}}
SELECT e.* REPLACE ({{range $i, $c := .Parts}}{{if $i}},
    {{end}}{{$.Convert $c}} AS {{$c}}{{end}})
FROM ({{template "entries.sql" .}}) e
JOIN {{.Rates}} x ON x.currency = e.currency AND x."day" = {{.Day "e.seen_at"}}
{{- else}}
{{template "entries.sql" .}}
{{- end}}
