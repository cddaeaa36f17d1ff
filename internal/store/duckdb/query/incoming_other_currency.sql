-- Takes out rows of other currencies than the one asked for.
DELETE FROM incoming
WHERE currency <> ?;
