-- The days and currencies in which money moved, oldest first.
SELECT DISTINCT currency, {{.Day "seen_at"}} AS "day" FROM ({{template "entries.sql" .}}) ORDER BY "day", currency;
