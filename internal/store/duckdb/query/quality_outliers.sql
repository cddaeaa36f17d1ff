-- Orders far above all others of their currency: more than ten times the
-- median, and beyond the median of the logarithms by more than five of their
-- robust standard deviations (1.4826 times the median distance from it).
-- Currencies with fewer than 50 orders are not judged.
WITH paid AS (
    SELECT order_id, customer_id, ordered_at, currency, amount, ln(amount::DOUBLE) AS size
    FROM orders
    WHERE amount > 0 AND status NOT IN ('failed', 'draft')
), limits AS (
    SELECT currency, greatest(ln(10) + median(size), median(size) + 5 * 1.4826 * mad(size)) AS most, exp(median(size)) AS middle
    FROM paid
    GROUP BY currency
    HAVING count(*) >= 50
), found AS MATERIALIZED (
    SELECT * FROM paid JOIN limits USING (currency) WHERE size > most
)
SELECT (SELECT count(*) FROM found), coalesce(order_id, ''), customer_id, ordered_at, currency, amount::VARCHAR, amount::DOUBLE / middle
FROM found
ORDER BY size - most DESC, order_id
LIMIT 5;
