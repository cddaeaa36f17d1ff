-- Notes that a batch was undone, and forgets which identifiers it linked.
DELETE FROM links WHERE batch_id = {{.Batch}};
UPDATE batches SET undone_at = ? WHERE id = {{.Batch}};
