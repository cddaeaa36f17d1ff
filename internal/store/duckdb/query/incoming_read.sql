-- Reads the files of one table of the plan. A value that cannot be read is
-- NULL, and its raw text (or the empty string) is kept beside it.
INSERT INTO incoming
WITH raw AS (
    SELECT {{.Customer}} AS customer_id, {{.Order}} AS order_id, {{.Currency}} AS currency,
           {{.Time}} AS ordered_at, {{.Amount}} AS amount, {{.FileNo}} AS file_no,
           {{.RawTime}} AS raw_time, {{.RawAmount}} AS raw_amount,
           {{.RawQuantity}} AS raw_quantity, {{.RawPrice}} AS raw_price,
           {{.Quantity}} AS quantity, {{.Price}} AS price
    FROM {{.From}}
)
SELECT order_id,
       customer_id,
       CASE WHEN ordered_at BETWEEN TIMESTAMP '1970-01-01' AND {{.Latest}} THEN ordered_at END,
       amount,
       1,
       {{.Batch}},
       currency,
       file_no,
       {{.TableNo}},
       CASE WHEN customer_id IS NULL THEN '' END,
       CASE WHEN ordered_at BETWEEN TIMESTAMP '1970-01-01' AND {{.Latest}} THEN NULL ELSE coalesce(raw_time, '') END,
       CASE WHEN amount IS NULL AND NOT {{.Product}} THEN coalesce(raw_amount, '') END,
       CASE WHEN {{.Product}} AND quantity IS NULL THEN coalesce(raw_quantity, '') END,
       CASE WHEN {{.Product}} AND (price IS NULL OR (amount IS NULL AND quantity IS NOT NULL)) THEN coalesce(raw_price, '') END
FROM raw;
