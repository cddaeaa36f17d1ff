// Package database reads a table, or the answer to a query, from a PostgreSQL,
// MySQL or MariaDB server named by a URL, and writes it as CSV, which is then
// a file like any other.
//
// A fetch is one read-only transaction with one snapshot. Rows go from the
// server to the writer one by one, so memory does not grow with them. Values
// keep every digit: numbers are the server's own decimal text, points in time
// are ISO 8601 and in UTC, times without a zone stay without one.
//
// It must not know what the rows mean, the store, or other sources, and never
// prints a password.
package database
