-- How many records arrive, where those that belong together are one.
SELECT {{if .Grouped}}count(*) FROM (SELECT DISTINCT {{.Together}} FROM {{.Staged}}){{else}}count(*) FROM {{.Staged}}{{end}};
