-- The currencies of a table's first rows, or of all its rows.
SELECT DISTINCT {{.Currency}} AS currency
FROM (SELECT * FROM {{.From}}{{if .Limit}} LIMIT {{.Limit}}{{end}})
WHERE {{.Currency}} IS NOT NULL
ORDER BY currency;
