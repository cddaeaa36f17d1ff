-- Imports, newest first.
SELECT id, files, fingerprints, imported_at, currency, understood, "rows", accepted, rejected, added, replaced, unchanged, first_day, last_day, undone_at
FROM batches
ORDER BY id DESC;
