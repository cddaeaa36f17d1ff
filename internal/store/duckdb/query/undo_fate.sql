-- What becomes of the versions that the batch to be undone brought: heir is
-- the next batch that brought the same version, if any, and next the batch
-- that replaced it, if any.
CREATE OR REPLACE TEMP TABLE fate AS
WITH brought AS (
    SELECT DISTINCT md5_number({{.Hashed}}) AS key, NULL::BIGINT AS next FROM {{.Table}} WHERE batch_id = {{.Batch}} AND {{.Where}}
    UNION ALL
    SELECT DISTINCT md5_number({{.Hashed}}), replaced_by FROM {{.Table}}_replaced WHERE batch_id = {{.Batch}} AND {{.Where}}
)
SELECT key, next, min(s.batch_id) AS heir
FROM brought
LEFT JOIN (SELECT key, batch_id FROM seen WHERE kind = {{.Kind}} AND batch_id > {{.Batch}}) s USING (key)
WHERE s.batch_id IS NULL OR next IS NULL OR s.batch_id < next
GROUP BY key, next
UNION ALL
-- Seen only by batches after its end: no heir.
SELECT b.key, b.next, NULL
FROM brought b
WHERE b.next IS NOT NULL
  AND EXISTS (SELECT 1 FROM seen s WHERE s.kind = {{.Kind}} AND s.batch_id > {{.Batch}} AND s.key = b.key)
  AND NOT EXISTS (SELECT 1 FROM seen s WHERE s.kind = {{.Kind}} AND s.batch_id > {{.Batch}} AND s.batch_id < b.next AND s.key = b.key);
