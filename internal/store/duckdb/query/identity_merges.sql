-- A page of the people with several identifiers, those with several e-mail
-- addresses first.
SELECT person, count(*) + 1 AS identifiers,
    count(*) FILTER (contains(identifier, '@') AND NOT contains(identifier, ':')) + (contains(person, '@') AND NOT contains(person, ':'))::BIGINT AS emails,
    to_json(list(identifier ORDER BY identifier)[:10])::VARCHAR
FROM persons
GROUP BY person
ORDER BY greatest(emails, 1) DESC, identifiers DESC, person
LIMIT $1 OFFSET $2;
