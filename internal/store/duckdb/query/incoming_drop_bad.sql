-- Takes out rows that cannot be used; they are reported as rejected.
DELETE FROM incoming
WHERE customer_id IS NULL OR ordered_at IS NULL OR amount IS NULL;
