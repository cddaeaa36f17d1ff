-- Puts the versions aside that this batch replaces.
INSERT INTO {{.Table}}_replaced
SELECT *, ? FROM {{.Table}} SEMI JOIN arrived USING ({{.Together}});
