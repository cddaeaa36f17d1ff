-- What the files of every batch held.
SELECT batch_id, record FROM batch_files ORDER BY batch_id, file_no;
