-- How many rows came, how many of them cannot be used, and why.
SELECT count(*),
       count(*) FILTER (customer_id IS NULL OR ordered_at IS NULL OR amount IS NULL),
       count(*) FILTER (ordered_at IS NULL),
       count(*) FILTER (amount IS NULL),
       count(*) FILTER (coalesce(customer_id, '') = '' AND ordered_at IS NOT NULL AND amount IS NOT NULL),
       coalesce(sum(amount) FILTER (coalesce(customer_id, '') = '' AND ordered_at IS NOT NULL AND amount IS NOT NULL), 0)::VARCHAR,
       count(*) FILTER (order_id IS NOT NULL)
FROM incoming;
