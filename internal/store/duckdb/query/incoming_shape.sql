-- Whether all rows of several files have order ids, and whether those repeat
-- within a file (one row a line) and across files (overlapping exports). A
-- 64-bit hash stands for the id: a clash could only cause a needless grouping,
-- never a wrong one.
SELECT count(order_id),
       count(DISTINCT CASE WHEN order_id IS NOT NULL THEN hash(order_id) END),
       count(DISTINCT CASE WHEN order_id IS NOT NULL THEN hash(order_id, file_no) END)
FROM incoming;
