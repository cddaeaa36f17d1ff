-- Splits with whom both ends stand for.
SELECT s.a, s.b, coalesce(pa.person, s.a), coalesce(pb.person, s.b)
FROM splits s
LEFT JOIN persons pa ON pa.identifier = s.a
LEFT JOIN persons pb ON pb.identifier = s.b
ORDER BY s.said_at, s.a, s.b;
