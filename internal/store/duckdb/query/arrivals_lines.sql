-- One row an order from one row a line. Lines of one order id on different
-- days are different events: a later refund keeps its own date. A line that
-- two overlapping files bring is counted once, and noted in again.
CREATE OR REPLACE {{.Kind}} {{if .First}}VIEW arriving{{else}}TABLE arrivals{{end}} AS
WITH lines AS (
    SELECT order_id, customer_id, ordered_at, amount{{if .ByCurrency}}, currency{{end}}{{if .ManyFiles}},
           row_number() OVER (PARTITION BY {{if .ByCurrency}}currency, {{end}}file_no, order_id, customer_id, ordered_at, amount) AS nth{{end}}
    FROM incoming{{if .Mixed}}
    WHERE order_id IS NOT NULL{{end}}
){{if .ManyFiles}}, once AS (
    SELECT order_id, customer_id, ordered_at, amount, nth{{if .ByCurrency}}, currency{{end}}, count(*) - 1 AS again
    FROM lines
    GROUP BY order_id, customer_id, ordered_at, amount, nth{{if .ByCurrency}}, currency{{end}}
){{end}}
SELECT order_id, customer_id, min(ordered_at) AS ordered_at, sum(amount)::DECIMAL(18, 6) AS amount, 1 AS occurrence{{if .ByCurrency}}, any_value(currency) AS currency{{end}}{{if .ManyFiles}}, sum(again)::BIGINT AS again{{end}}
FROM {{if .ManyFiles}}once{{else}}lines{{end}}
GROUP BY order_id, customer_id, ordered_at::DATE{{if .ByCurrency}}, currency{{end}};
