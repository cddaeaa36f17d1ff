-- Takes out the versions that this batch replaces.
DELETE FROM {{.Table}} WHERE ({{.Together}}) IN (SELECT ({{.Together}}) FROM arrived);
