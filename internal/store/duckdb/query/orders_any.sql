-- Whether there are orders of plain logs.
SELECT EXISTS (SELECT 1 FROM orders WHERE source = '');
