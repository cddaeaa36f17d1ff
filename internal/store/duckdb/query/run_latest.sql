-- The record of the latest scoring.
SELECT record FROM runs ORDER BY scored_at DESC LIMIT 1;
