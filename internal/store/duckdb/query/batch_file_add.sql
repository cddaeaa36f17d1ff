-- Records what one file of a batch held.
INSERT INTO batch_files VALUES (?, ?, ?);
