// Package servertest starts database servers for tests: PostgreSQL and MariaDB
// as Debian installs them, each with a data directory of its own that goes
// with the test, on a free port of the loopback.
//
// It must not know what the tests ask of them.
package servertest
