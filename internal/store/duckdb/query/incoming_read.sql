-- Reads the files of one table of the plan.
INSERT INTO incoming
WITH raw AS (
    SELECT {{.Order}} AS order_id, {{.Customer}} AS customer_id, {{.Time}} AS ordered_at, {{.Amount}} AS amount{{if .ManyFiles}}, {{.FileNo}} AS file_no{{end}}{{if .Currencies}}, {{.CurrencyCode}} AS currency{{end}}{{if .Products}}, {{.Bought}} AS product, {{.Quantity}} AS quantity, {{.Price}} AS price{{end}}
    FROM {{.From}}
)
SELECT order_id, customer_id,
       CASE WHEN ordered_at BETWEEN TIMESTAMP '1970-01-01' AND {{.Latest}} THEN ordered_at END,
       amount{{if .ManyFiles}}, file_no{{end}}{{if .Currencies}}, currency{{end}}{{if .Products}}, product, quantity, price{{end}}
FROM raw;
