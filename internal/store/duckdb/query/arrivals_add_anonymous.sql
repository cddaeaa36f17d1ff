-- Rows without an order id beside rows with one, as in sources without any.
INSERT INTO arrivals (order_id, customer_id, ordered_at, amount, occurrence{{if .ByCurrency}}, currency{{end}})
{{template "anonymous" .}};
