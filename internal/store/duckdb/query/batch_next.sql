-- The number of the next import.
SELECT coalesce(max(id), 0) + 1 FROM batches;
