-- Of whom somebody said that they are two people, oldest first.
SELECT a, b FROM splits ORDER BY said_at, a, b;
