-- Files the record of a scoring.
INSERT INTO runs VALUES (?, ?);
