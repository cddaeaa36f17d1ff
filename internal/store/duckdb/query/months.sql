-- Revenue by calendar month: of customers in the month of their first order,
-- of others, and refunds.
SELECT date_trunc('month', day)::DATE AS month,
       coalesce(sum(gross) FILTER (date_trunc('month', first_day) = date_trunc('month', day)), 0),
       coalesce(sum(gross) FILTER (date_trunc('month', first_day) IS DISTINCT FROM date_trunc('month', day)), 0),
       sum(refunded), sum(orders)::BIGINT, coalesce(sum(purchases) FILTER (first_day = day), 0)::BIGINT
FROM activity
WHERE day <= {{.AsOf}}
GROUP BY month
ORDER BY month;
