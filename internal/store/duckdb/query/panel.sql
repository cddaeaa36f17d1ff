-- The numbers of one customer in {{.Every}}, drawn by what the customer is called.
SELECT id FROM ids WHERE hash(customer_id) % {{.Every}} = 0 ORDER BY customer_id;
