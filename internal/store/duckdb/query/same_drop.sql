-- Takes out of the arrivals what the store has already.
DELETE FROM arrived WHERE ({{.Together}}) IN (SELECT ({{.Together}}) FROM same);
