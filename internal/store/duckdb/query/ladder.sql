-- The ladder: sums of everything that counts in a period, by currency.
SELECT currency, sum(gross)::VARCHAR, sum(discounts)::VARCHAR, sum(returns)::VARCHAR, sum(shipping)::VARCHAR, sum(tax)::VARCHAR,
    sum(cogs)::VARCHAR, sum(fees)::VARCHAR, sum(serve)::VARCHAR,
    count(*) FILTER (what = 'order'), count(DISTINCT customer_id) FILTER (what = 'order' AND customer_id <> ''),
    count(*) FILTER (what = 'refund'), count(*) FILTER (what = 'order' AND customer_id = ''),
    coalesce(sum({{.Revenue}}) FILTER (customer_id = ''), 0)::VARCHAR, coalesce(sum({{.Amount}}) FILTER (customer_id = ''), 0)::VARCHAR,
    sum(lines)::BIGINT, sum(costed)::BIGINT, count(*) FILTER (what = 'order' AND tax_unstated), min(counts_on), max(counts_on)
FROM (
    SELECT * REPLACE ({{if .Rates}}{{.Into}}{{else}}currency{{end}} AS currency), {{.Day "counts_at"}} AS counts_on, {{.Day "seen_at"}} AS seen_on
    FROM ({{template "entries_converted.sql" .}})
)
WHERE true
{{- if .From}} AND counts_on >= {{.From}}{{end}}
{{- if .To}} AND counts_on <= {{.To}}{{end}}
{{- if .AsOf}} AND seen_on <= {{.AsOf}} AND counts_on <= {{.AsOf}}{{end}}
GROUP BY currency
ORDER BY count(*) FILTER (what = 'order') DESC, currency;
