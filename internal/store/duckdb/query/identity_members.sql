-- The identifiers of a person.
SELECT identifier FROM persons WHERE person = $1
UNION
SELECT $1
ORDER BY ALL;
