-- Undoes a batch for one kind: versions that another batch brought as well
-- become that batch's, the others go, and what they had replaced returns, or
-- counts as replaced by what came after them.
UPDATE {{.Table}} SET batch_id = f.heir FROM fate f
WHERE {{.Table}}.batch_id = {{.Batch}} AND {{.Where}} AND f.heir IS NOT NULL AND f.next IS NULL AND f.key = md5_number({{.Hashed}});
UPDATE {{.Table}}_replaced SET batch_id = f.heir FROM fate f
WHERE {{.Table}}_replaced.batch_id = {{.Batch}} AND {{.Where}} AND f.heir IS NOT NULL AND f.next IS NOT NULL AND f.key = md5_number({{.Hashed}});
UPDATE {{.Table}}_replaced SET replaced_by = coalesce(f.heir, f.next) FROM fate f
WHERE {{.Table}}_replaced.replaced_by = {{.Batch}} AND {{.Where}} AND coalesce(f.heir, f.next) IS NOT NULL AND f.key = md5_number({{.Hashed}});
DELETE FROM seen USING fate f WHERE seen.kind = {{.Kind}} AND seen.key = f.key AND seen.batch_id = f.heir;
DELETE FROM seen WHERE kind = {{.Kind}} AND batch_id = {{.Batch}};
DELETE FROM {{.Table}} WHERE batch_id = {{.Batch}} AND {{.Where}};
DELETE FROM {{.Table}}_replaced WHERE batch_id = {{.Batch}} AND {{.Where}};
{{- if .Returning}}
-- A row that this batch took away and a later one brought back stays with that.
UPDATE {{.Table}}_replaced SET replaced_by = now.batch_id FROM {{.Table}} now
WHERE {{.Table}}_replaced.replaced_by = {{.Batch}} AND now.source = {{.Table}}_replaced.source AND now.refund_id = {{.Table}}_replaced.refund_id;
{{- end}}
INSERT INTO {{.Table}} SELECT * EXCLUDE (replaced_by) FROM {{.Table}}_replaced WHERE replaced_by = {{.Batch}} AND {{.Where}};
DELETE FROM {{.Table}}_replaced WHERE replaced_by = {{.Batch}} AND {{.Where}};
