-- What scoring reads: every order and refund of a customer, worth what the
-- workspace's terms say, in one currency.
CREATE OR REPLACE {{.Kind}} VIEW ledger AS
{{- if .Plain}}
SELECT order_id, customer_id, ordered_at, amount
FROM orders
WHERE customer_id <> '' AND status NOT IN ('failed', 'draft'){{if eq .Basis "gross"}} AND amount >= 0{{end}};
{{- else}}
SELECT order_id, customer_id, counts_at AS ordered_at, amount
FROM (
    SELECT order_id, customer_id, counts_at,
    {{- if eq .Basis "contribution"}}
    -- An order sold at a loss is still a purchase: one of nothing, and a loss.
    unnest(CASE WHEN what = 'order' AND {{.Amount}} < 0 THEN [0, {{.Amount}}] ELSE [{{.Amount}}] END)::DECIMAL(18, 6) AS amount
    {{- else}}
    ({{.Amount}})::DECIMAL(18, 6) AS amount
    {{- end}}
    FROM ({{template "entries_converted.sql" .}})
    WHERE customer_id <> ''{{if eq .Basis "gross"}} AND what = 'order'{{else if ne .Basis "contribution"}} AND what <> 'ticket'{{end}}
);
{{- end}}
