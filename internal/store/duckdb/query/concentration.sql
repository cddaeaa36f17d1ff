-- Twenty points of the value curve, best customers first, of past value and
-- of predicted value, each ranked by itself.
WITH past AS (
    SELECT ntile(20) OVER (ORDER BY historic_value DESC) AS part, historic_value::DOUBLE AS v FROM scores
), future AS (
    SELECT ntile(20) OVER (ORDER BY clv DESC NULLS LAST) AS part, coalesce(clv, 0) AS v FROM scores
), sums AS (
    SELECT part, sum(v) AS past, 0 AS future FROM past GROUP BY part
    UNION ALL
    SELECT part, 0, sum(v) FROM future GROUP BY part
), parts AS (
    SELECT part, sum(past) AS past, sum(future) AS future FROM sums GROUP BY part
)
SELECT part / 20.0,
       sum(past) OVER (ORDER BY part) / nullif(sum(past) OVER (), 0),
       sum(future) OVER (ORDER BY part) / nullif(sum(future) OVER (), 0)
FROM parts
ORDER BY part;
