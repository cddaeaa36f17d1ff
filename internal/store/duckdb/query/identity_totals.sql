-- How many people have several identifiers, and what joins nobody.
SELECT (SELECT count(DISTINCT person) FROM persons), (SELECT count(*) FROM persons),
    (SELECT count(*) FROM apart WHERE reason = 'shared'), (SELECT count(*) FROM apart WHERE reason = 'crowded');
