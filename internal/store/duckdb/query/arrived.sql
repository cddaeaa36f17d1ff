-- What a load brought of one kind, each record once: of files that overlap the
-- later one's version counts, and of equal keys in a file the later row. The
-- first of a kind need not be copied.
{{- if .First}}
CREATE OR REPLACE TEMP VIEW arriving AS
{{- else}}
CREATE OR REPLACE TEMP TABLE arrived AS
{{- end}}
{{- if .Once}}
SELECT {{.Kept}} FROM {{.Staged}};
{{- else if .Counted}}
WITH numbered AS (
    SELECT *, row_number() OVER (PARTITION BY file_no, {{.Key}} ORDER BY seq)::INTEGER AS occurrence FROM {{.Staged}}
)
SELECT {{.Kept}}, occurrence FROM numbered
QUALIFY file_no = max(file_no) OVER (PARTITION BY {{.Key}});
{{- else if .Grouped}}
WITH latest AS (
    SELECT * FROM {{.Staged}} QUALIFY file_no = max(file_no) OVER (PARTITION BY {{.Together}})
)
SELECT {{.Kept}} FROM latest
QUALIFY row_number() OVER (PARTITION BY {{.Key}} ORDER BY seq DESC) = 1;
{{- else}}
SELECT {{.Kept}} FROM {{.Staged}}
QUALIFY row_number() OVER (PARTITION BY {{.Key}} ORDER BY seq DESC) = 1;
{{- end}}
