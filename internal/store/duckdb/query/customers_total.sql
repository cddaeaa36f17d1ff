-- What a selection of customers adds up to.
SELECT count(*), coalesce(sum(historic_value), 0)::VARCHAR, coalesce(sum(clv), 0)
FROM scores
WHERE {{.Where}};
