-- What the scores add up to.
SELECT coalesce(sum(clv), 0), coalesce(sum(expected_orders), 0), coalesce(sum(p_alive), 0),
       coalesce(sum(clv * (1 - p_alive)), 0)
FROM scores_next;
