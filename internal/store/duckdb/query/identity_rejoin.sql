-- Forgets what was said of two people, by any of their identifiers.
DELETE FROM splits
WHERE EXISTS (
    SELECT 1
    FROM (SELECT coalesce((SELECT person FROM persons WHERE identifier = splits.a), splits.a) AS x,
        coalesce((SELECT person FROM persons WHERE identifier = splits.b), splits.b) AS y)
    WHERE (x = $1 AND y = $2) OR (x = $2 AND y = $1)
);
