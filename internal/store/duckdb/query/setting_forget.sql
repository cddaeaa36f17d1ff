-- Forgets one of the workspace's settings.
DELETE FROM settings WHERE name = ?;
