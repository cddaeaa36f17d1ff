-- Whether anything kept names an identifier, and whom it stands for.
SELECT coalesce((SELECT person FROM persons WHERE identifier = $1), $1),
    EXISTS (SELECT 1 FROM links WHERE a = $1 OR b = $1)
    {{- range .Tables}}
    OR EXISTS (SELECT 1 FROM {{.}} WHERE customer_id = $1)
    {{- end}};
