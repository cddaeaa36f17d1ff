-- How many lines overlapping files brought twice.
SELECT (SELECT coalesce(sum(again), 0)::BIGINT FROM arrivals)
     + (SELECT count(*) FROM incoming WHERE order_id IS NULL)
     - (SELECT count(*) FROM arrivals WHERE order_id IS NULL);
