-- Which of them the store has already, word for word.
CREATE OR REPLACE TEMP TABLE same AS
WITH came AS (
    SELECT {{.Together}}, count(*) AS n, sum(hash({{.Names}})::HUGEINT) AS digest FROM arrived GROUP BY ALL
), had AS (
    SELECT {{.Together}}, count(*) AS n, sum(hash({{.Names}})::HUGEINT) AS digest
    FROM {{.Table}} SEMI JOIN arrived USING ({{.Together}})
    GROUP BY ALL
)
SELECT {{.Together}} FROM came JOIN had USING ({{.Together}}, n, digest);
