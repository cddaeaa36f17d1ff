-- Keeps one of the workspace's settings.
INSERT OR REPLACE INTO settings VALUES (?, ?);
