-- Keeps that two identifiers are two people.
INSERT INTO splits VALUES (?, ?, ?);
