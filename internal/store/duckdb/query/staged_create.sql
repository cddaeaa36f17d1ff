-- Where records of one kind wait until all of a load is there. Amounts are in
-- millionths, as numbers come fastest.
CREATE OR REPLACE TEMP TABLE {{.Staged}} ({{.Columns}}, file_no INTEGER, seq BIGINT);
