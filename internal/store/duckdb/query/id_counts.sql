-- How many orders and refunds each customer has.
SELECT id, n FROM ids;
