-- The extent of all orders kept.
SELECT count(*), min(ordered_at), max(ordered_at) FROM ledger;
