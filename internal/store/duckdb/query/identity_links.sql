-- Every link once a source.
SELECT a, b, source, min(batch_id) FROM links GROUP BY a, b, source;
