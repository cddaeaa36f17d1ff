-- The distinct histories of the latest scoring, of one customer in {{.Every}}.
SELECT frequency, (last_order - first_order)::INTEGER AS tx, (?::DATE - first_order)::INTEGER AS t, count(*) AS customers
FROM scores
WHERE frequency >= 0 AND first_order IS NOT NULL AND hash(customer_id) % {{.Every}} = 0
GROUP BY ALL
ORDER BY ALL;
