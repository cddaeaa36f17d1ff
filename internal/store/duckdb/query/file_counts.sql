-- What each file of a plan held: rows, orders and refunds as its rows make
-- them, the first and last moment, and the currencies by their numbers.
{{- if .ManyFiles}}
WITH entries AS (
{{- if .Lines}}
    SELECT file_no, count(*) AS n, sum(amount) AS amount, min(ordered_at) AS first, max(ordered_at) AS last{{if .Currencies}}, any_value(currency) AS currency{{end}}
    FROM incoming WHERE order_id IS NOT NULL
    GROUP BY file_no, order_id, customer_id, ordered_at::DATE{{if .Currencies}}, currency{{end}}
    UNION ALL
    SELECT file_no, 1, amount, ordered_at, ordered_at{{if .Currencies}}, currency{{end}} FROM incoming WHERE order_id IS NULL
{{- else}}
    SELECT file_no, 1 AS n, amount, ordered_at AS first, ordered_at AS last{{if .Currencies}}, currency{{end}} FROM incoming
{{- end}}
)
SELECT file_no, sum(n)::BIGINT, count(*) FILTER (amount >= 0), count(*) FILTER (amount < 0), min(first), max(last),
       {{if .Currencies}}coalesce(string_agg(DISTINCT currency::VARCHAR, ','), ''){{else}}''{{end}}
FROM entries
GROUP BY file_no
ORDER BY file_no;
{{- else}}
SELECT 0, count(*), count(*) FILTER (amount >= 0), count(*) FILTER (amount < 0), min(ordered_at), max(ordered_at),
       {{if .ByCurrency}}coalesce(string_agg(DISTINCT currency::VARCHAR, ','), ''){{else}}''{{end}}
FROM {{.Arrivals}};
{{- end}}
