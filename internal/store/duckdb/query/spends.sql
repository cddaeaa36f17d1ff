-- Mean spends of repeat customers.
SELECT x, m, count(*)
FROM (SELECT {{.Days}} - 1 AS x, {{.Mean}} AS m FROM customer WHERE {{.Days}} > 1 AND {{.Mean}} > 0)
GROUP BY x, m
ORDER BY x, m;
