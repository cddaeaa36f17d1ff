-- The distinct raw texts of values that could not be used, by column: a
-- second look at the files, taken only when there are any.
WITH raw AS (
    SELECT {{.Customer}} AS customer_id, {{.Time}} AS ordered_at, {{.Amount}} AS amount, {{.Quantity}} AS quantity, {{.Price}} AS price,
           {{.RawCustomer}} AS raw_customer, {{.RawTime}} AS raw_time, {{.RawAmount}} AS raw_amount, {{.RawQuantity}} AS raw_quantity, {{.RawPrice}} AS raw_price
    FROM {{.From}}
), judged AS (
    SELECT *, coalesce(ordered_at NOT BETWEEN TIMESTAMP '1970-01-01' AND {{.Latest}}, true) AS bad_time FROM raw
), faults AS (
    SELECT 'time' AS role, coalesce(raw_time, '') AS raw FROM judged WHERE bad_time
    UNION ALL
    SELECT 'customer', coalesce(raw_customer, '') FROM judged WHERE customer_id IS NULL
    UNION ALL
    SELECT 'amount', coalesce(raw_amount, '') FROM judged WHERE NOT {{.Product}} AND amount IS NULL
    UNION ALL
    SELECT 'quantity', coalesce(raw_quantity, '') FROM judged WHERE {{.Product}} AND quantity IS NULL
    UNION ALL
    SELECT 'price', coalesce(raw_price, '') FROM judged WHERE {{.Product}} AND (price IS NULL OR (amount IS NULL AND quantity IS NOT NULL))
)
SELECT DISTINCT role, raw FROM faults ORDER BY role, raw;
