-- Orders and refunds by customer number: the day in the business's own
-- calendar, as days since 1970, and the amount (inside the engine, millionths).
SELECT id, ({{.Day}} - DATE '1970-01-01')::INTEGER AS day, amount
FROM ledger
JOIN ids USING (customer_id){{if .Part}}
WHERE id BETWEEN {{.From}} AND {{.To}}{{end}};
