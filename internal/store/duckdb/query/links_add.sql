-- Keeps which identifiers this batch gave to one person.
INSERT INTO links SELECT DISTINCT a, b, source, kind, ? FROM staged_links;
