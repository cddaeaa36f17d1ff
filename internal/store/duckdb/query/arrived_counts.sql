-- How many records are the same, arrive corrected, and arrive at all.
SELECT (SELECT count(*) FROM same),
       (SELECT count(*) FROM (SELECT DISTINCT {{.Together}} FROM {{.Table}} SEMI JOIN arrived USING ({{.Together}}))),
       (SELECT count(*) FROM (SELECT DISTINCT {{.Together}} FROM arrived));
