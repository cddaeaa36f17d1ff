-- What persons are made of, in short: equal states have equal persons.
SELECT (SELECT count(*) FROM links),
    (SELECT count(*) || ':' || coalesce(sum(hash(a, b, source, batch_id)), 0) FROM links) || '/' ||
    (SELECT count(*) || ':' || coalesce(sum(hash(a, b)), 0) FROM splits);
