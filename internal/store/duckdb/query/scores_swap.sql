-- Puts new scores in the place of the former ones.
DROP TABLE scores;
ALTER TABLE scores_next RENAME TO scores;
