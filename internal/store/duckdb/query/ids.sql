-- A number for every customer, from 0, and how many orders and refunds it has.
CREATE OR REPLACE TEMP TABLE ids AS
SELECT customer_id, (row_number() OVER () - 1)::INTEGER AS id, n
FROM (SELECT customer_id, count(*)::INTEGER AS n FROM ledger GROUP BY customer_id);
