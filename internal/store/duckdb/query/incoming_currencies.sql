-- Usable rows by currency code, most frequent first.
SELECT currency, count(*)
FROM incoming
WHERE customer_id IS NOT NULL AND ordered_at IS NOT NULL AND amount IS NOT NULL
GROUP BY 1
ORDER BY 2 DESC, 1;
