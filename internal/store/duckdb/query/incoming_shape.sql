-- Whether order ids repeat within a file (one row a line) and across files
-- (overlapping exports). A 64-bit hash stands for the id: a clash could only
-- cause a needless grouping, never a wrong one.
SELECT count(*),
       count(DISTINCT hash(order_id)){{if .ManyFiles}},
       count(DISTINCT hash(order_id, file_no)){{end}}
FROM incoming;
