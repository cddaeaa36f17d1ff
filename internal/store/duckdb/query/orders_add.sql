-- Keeps what arrived.
INSERT INTO orders (order_id, customer_id, ordered_at, amount, occurrence, currency, batch_id)
SELECT order_id, customer_id, ordered_at, amount, occurrence, {{.Currency}}, ? FROM {{if .First}}arriving{{else}}arrivals{{end}};
