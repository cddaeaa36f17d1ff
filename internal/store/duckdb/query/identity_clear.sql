-- Forgets who is who, before it is worked out again.
DELETE FROM persons;
DELETE FROM apart;
