SELECT o.source, o.order_id, {{.Person "o.customer_id" "op"}} AS customer_id, o.ordered_at, o.currency,
    (o.amount + coalesce(o.discount, 0) - coalesce(o.shipping, 0) - coalesce(o.tax, 0))::DECIMAL(18, 6) AS gross,
    coalesce(o.discount, 0)::DECIMAL(18, 6) AS discounts, coalesce(o.shipping, 0)::DECIMAL(18, 6) AS shipping,
    coalesce(o.tax, 0)::DECIMAL(18, 6) AS tax, o.tax IS NULL AS tax_unstated, coalesce(o.fees, 0)::DECIMAL(18, 6) AS fees,
{{- if .Costs}}
    g.cogs::DECIMAL(18, 6) AS cogs, coalesce(g.lines, 0) AS lines, coalesce(g.costed, 0) AS costed
{{- else}}
    NULL::DECIMAL(18, 6) AS cogs, 0 AS lines, 0 AS costed
{{- end}}
FROM orders o
{{- if .Persons}}
LEFT JOIN persons op ON op.identifier = o.customer_id
{{- end}}
{{- if .Costs}}
LEFT JOIN ({{template "goods.sql" .}}) g ON g.source = o.source AND g.order_id = o.order_id
{{- end}}
WHERE o.amount >= 0 AND o.status NOT IN ('failed', 'draft')
