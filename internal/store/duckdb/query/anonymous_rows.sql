{{- define "anonymous"}}WITH numbered AS (
    SELECT customer_id, ordered_at, amount{{if .ByCurrency}}, currency{{end}},
           row_number() OVER (PARTITION BY {{if .ManyFiles}}file_no, {{end}}{{if .ByCurrency}}currency, {{end}}customer_id, ordered_at, amount) AS nth
    FROM incoming
    WHERE order_id IS NULL
)
SELECT NULL::VARCHAR AS order_id, customer_id, ordered_at, amount, nth::INTEGER AS occurrence{{if .ByCurrency}}, currency{{end}}
FROM numbered
GROUP BY customer_id, ordered_at, amount, nth{{if .ByCurrency}}, currency{{end}}{{end -}}
