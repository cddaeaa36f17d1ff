-- The first and last moment of what a load brought that the store did not have.
SELECT min(ordered_at), max(ordered_at) FROM {{.From}};
