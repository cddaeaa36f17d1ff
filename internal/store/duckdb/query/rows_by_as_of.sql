-- Refunds up to as-of, everything after it, and the last day with anything.
SELECT count(*) FILTER (amount < 0 AND {{.Day}} <= {{.AsOf}}),
       count(*) FILTER ({{.Day}} > {{.AsOf}}),
       max({{.Day}}) FILTER ({{.Day}} <= {{.AsOf}})
FROM orders;
