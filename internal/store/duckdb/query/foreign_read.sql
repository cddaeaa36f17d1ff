-- The other currencies than the one asked for, as a table's files write them:
-- a second look at the files, taken only when there are any.
SELECT DISTINCT coalesce({{.RawCurrency}}, '')
FROM {{.From}}
WHERE coalesce({{.Currency}}, '') <> ?;
