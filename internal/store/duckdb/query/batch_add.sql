-- Records one import.
INSERT INTO batches (id, files, fingerprints, imported_at, currency, understood, "rows", accepted, rejected, added, replaced, unchanged, first_day, last_day)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);
