-- Identifiers whose links are not used: shared by several people, or crowded
-- with more identifiers than one person has. count says by how many.
CREATE TABLE apart (identifier VARCHAR NOT NULL, reason VARCHAR NOT NULL, count BIGINT NOT NULL);
