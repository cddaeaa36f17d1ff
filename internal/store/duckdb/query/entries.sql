-- Every movement of money that counts, in its own currency: orders, and what
-- came back or was spent on customers afterwards. counts_at is when it counts
-- under the terms, seen_at when it happened.
SELECT 'order' AS what, order_id, customer_id, ordered_at AS counts_at, ordered_at AS seen_at, currency, gross, discounts,
    0::DECIMAL(18, 6) AS returns, shipping, tax, coalesce(cogs, 0)::DECIMAL(18, 6) AS cogs, fees, 0::DECIMAL(18, 6) AS serve,
    lines, costed, tax_unstated
FROM ({{template "sales_rows.sql" .}})
UNION ALL
-- Logs of orders without more have refunds as negative amounts.
SELECT 'refund', o.order_id, {{.Person "o.customer_id" "np"}}, o.ordered_at, o.ordered_at, o.currency, 0, 0,
    (-o.amount)::DECIMAL(18, 6), 0, 0, 0, 0, 0, 0, 0, false
FROM orders o
{{- if .Persons}}
LEFT JOIN persons np ON np.identifier = o.customer_id
{{- end}}
WHERE o.amount < 0 AND o.status NOT IN ('failed', 'draft')
{{- if .Refunds}}
UNION ALL
SELECT 'refund', r.order_id, {{.Person "r.customer_id" "rp"}}, {{if .ByOrderDate}}r.ordered_at{{else}}r.refunded_at{{end}}, r.refunded_at,
    r.currency, 0, 0, r.amount, 0, 0, 0, 0, 0, 0, 0, false
FROM (
    SELECT r.order_id, coalesce(nullif(o.customer_id, ''), r.customer_id, '') AS customer_id,
        coalesce(r.refunded_at, o.ordered_at) AS refunded_at, coalesce(o.ordered_at, r.refunded_at) AS ordered_at,
        coalesce(nullif(r.currency, ''), o.currency, '') AS currency, coalesce(r.amount, 0)::DECIMAL(18, 6) AS amount
    FROM refunds r
    LEFT JOIN orders o ON o.source = r.source AND o.order_id = r.order_id
    WHERE coalesce(o.status, 'paid') NOT IN ('failed', 'draft')
) r
{{- if .Persons}}
LEFT JOIN persons rp ON rp.identifier = r.customer_id
{{- end}}
WHERE r.refunded_at IS NOT NULL
{{- end}}
{{- if .Serve}}
UNION ALL
SELECT 'ticket', NULL, k.customer_id, k.created_at, k.created_at, {{.ServeCurrency}}, 0, 0, 0, 0, 0, 0, 0, {{.Serve}}::DECIMAL(18, 6), 0, 0, false
FROM (
    SELECT {{.Person "k.customer_id" "kp"}} AS customer_id, k.created_at
    FROM tickets k
    {{- if .Persons}}
    LEFT JOIN persons kp ON kp.identifier = k.customer_id
    {{- end}}
    WHERE k.created_at IS NOT NULL
) k
WHERE k.customer_id IN (SELECT customer_id FROM ({{template "sales_rows.sql" .}}) WHERE customer_id <> '')
{{- end}}
