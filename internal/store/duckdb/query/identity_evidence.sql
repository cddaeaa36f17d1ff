-- Every link of a person's identifiers, with whom both ends stand for and why
-- they may be kept apart: the person's own links first.
WITH own AS (SELECT identifier FROM persons WHERE person = $1 UNION SELECT $1),
found AS MATERIALIZED (
    SELECT a, b, source, kind, min(batch_id) AS batch
    FROM links
    WHERE a IN (FROM own) OR b IN (FROM own)
    GROUP BY ALL
)
SELECT f.a, f.b, f.source, f.kind, f.batch, coalesce(pa.person, f.a), coalesce(pb.person, f.b),
    coalesce(xa.reason, ''), coalesce(xa.count, 0), coalesce(xb.reason, ''), coalesce(xb.count, 0), (SELECT count(*) FROM found)
FROM found f
LEFT JOIN persons pa ON pa.identifier = f.a
LEFT JOIN persons pb ON pb.identifier = f.b
LEFT JOIN apart xa ON xa.identifier = f.a
LEFT JOIN apart xb ON xb.identifier = f.b
ORDER BY coalesce(pa.person, f.a) <> coalesce(pb.person, f.b), f.batch, f.a, f.b, f.source, f.kind
LIMIT 10000;
