-- Customers by the day of their first order, and what they spent that day.
SELECT first_day, purchases, gross
FROM activity
WHERE first_day = day AND day <= {{.AsOf}}
ORDER BY first_day;
