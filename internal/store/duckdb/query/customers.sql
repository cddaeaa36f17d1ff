-- One page of a selection of customers.
SELECT {{template "columns"}}
FROM scores
WHERE {{.Where}}
ORDER BY {{.Order}}
LIMIT {{.Limit}} OFFSET {{.Offset}};
