-- Keeps what arrived.
INSERT INTO {{.Table}} BY NAME
SELECT *{{if .Occurrence}}, 1 AS occurrence{{end}}, ? AS batch_id FROM arrived;
