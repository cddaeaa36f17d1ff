-- The distinct raw values of one column that could not be used.
SELECT DISTINCT {{.Column}}
FROM incoming
WHERE table_no = ? AND {{.Column}} IS NOT NULL;
