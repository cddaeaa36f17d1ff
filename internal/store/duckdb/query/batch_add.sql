-- Records one import.
INSERT INTO batches
SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, min(ordered_at)::DATE, max(ordered_at)::DATE
FROM {{.From}};
