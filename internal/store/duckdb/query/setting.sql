-- One of the workspace's settings.
SELECT setting FROM settings WHERE name = ?;
