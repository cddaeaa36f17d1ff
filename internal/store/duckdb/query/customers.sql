-- One page of a selection of customers. The page is found by the sort key and
-- the row's place alone, so that the last page costs little more than the
-- first; equals stand as they are kept: best first, then by id.
SELECT {{template "columns"}}
FROM {{.Table}}
WHERE rowid IN (SELECT rowid FROM {{.Table}} WHERE {{.Where}} ORDER BY {{.Order}}, rowid LIMIT {{.Limit}} OFFSET {{.Offset}})
ORDER BY {{.Order}}, rowid;
