-- The first and last day of what a load brought that the store did not have.
SELECT min(ordered_at)::DATE, max(ordered_at)::DATE FROM {{.From}};
