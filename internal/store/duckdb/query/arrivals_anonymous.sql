-- Rows of sources without order ids, numbered among their equals in a file,
-- so that overlapping files and repeated imports count each once.
CREATE OR REPLACE {{.Kind}} TABLE arrivals AS
{{template "anonymous" .}};
