-- Keeps what arrived.
INSERT INTO {{.Table}} BY NAME
SELECT *{{if .Occurrence}}, 1 AS occurrence{{end}}, ? AS batch_id FROM {{if .First}}arriving{{else}}arrived{{end}};
