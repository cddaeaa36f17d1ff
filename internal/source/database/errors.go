package database

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/perennial-clv/perennial/internal/value"
)

// target names a database for people.
func target(database, host string, port int) string {
	return fmt.Sprintf("database %q at %s:%d", database, host, port)
}

// said makes an error with a cause, whose own text is left to the log.
func said(cause error, code value.Code, hint, format string, args ...any) *value.Error {
	e := value.Errorf(code, format, args...)
	e.Err, e.Hint = cause, hint
	return e
}

const (
	hintPassword = "Check user name and password in the URL; marks in a password are written as percent codes, such as %40 for @."
	hintRead     = "Ask for the right to read it: GRANT SELECT."
	hintLater    = "Try again later; nothing was imported."
	hintQuestion = "Write a query that begins with SELECT and changes nothing."
)

func (p *postgres) explain(err error) *value.Error {
	var known *value.Error
	var e *pgconn.PgError
	switch {
	case errors.As(err, &known):
		return known
	case !errors.As(err, &e):
		return unreachable(err, p.address)
	}
	code, hint := value.Invalid, e.Hint
	switch {
	case e.Code == "28P01" || e.Code == "28000":
		code, hint = value.Denied, hintPassword
	case e.Code == "3D000":
		code, hint = value.NotFound, "Check the name after the last / of the URL."
	case e.Code == "42P01" || e.Code == "3F000":
		code = value.NotFound
	case e.Code == "42501":
		code, hint = value.Denied, hintRead
	case e.Code == "25006":
		hint = hintQuestion
	case e.Code == "57014":
		code, hint = value.Unavailable, "The server stopped the query: ask for less of it, or for a longer statement_timeout."
	case strings.HasPrefix(e.Code, "53"), strings.HasPrefix(e.Code, "57"), strings.HasPrefix(e.Code, "58"), strings.HasPrefix(e.Code, "40"):
		code, hint = value.Unavailable, hintLater
	}
	return said(err, code, hint, "the %s says: %s", p.address, e.Message)
}

func (m *mySQL) explain(err error) *value.Error {
	var known *value.Error
	var e *mysql.MySQLError
	switch {
	case errors.As(err, &known):
		return known
	case !errors.As(err, &e):
		return unreachable(err, m.address)
	}
	code, hint := value.Invalid, ""
	switch e.Number {
	case 1045, 1698, 1130:
		code, hint = value.Denied, hintPassword
	case 1044, 1142, 1143:
		code, hint = value.Denied, hintRead
	case 1049:
		code, hint = value.NotFound, "Check the name after the last / of the URL."
	case 1146:
		code = value.NotFound
	case 1060:
		hint = "Give one of them another name with AS."
	case 1792, 1290:
		hint = hintQuestion
	case 1040, 1041, 1053, 1077, 1079, 1203, 1205, 1213, 1317, 1927, 1969, 3024:
		code, hint = value.Unavailable, hintLater
	}
	return said(err, code, hint, "the %s says: %s", m.address, e.Message)
}

// unreachable is about the way to the server, not what it said.
func unreachable(err error, address string) *value.Error {
	var (
		dns     *net.DNSError
		cert    *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
		host    x509.HostnameError
		timeout net.Error
	)
	switch {
	case errors.As(err, &dns):
		return said(err, value.Unavailable, "Check the host in the URL.", "there is no host %q", dns.Name)
	case errors.As(err, &cert), errors.As(err, &unknown), errors.As(err, &host):
		return said(err, value.Denied, "Name the file of the certificate that signed the server's with sslrootcert=, and the host as the certificate does.",
			"the server of %s has no certificate that is trusted", address)
	case errors.Is(err, mysql.ErrNoTLS), strings.Contains(err.Error(), "server refused TLS connection"):
		return said(err, value.Denied, "Turn it on at the server, or leave it out of the URL where the network is your own: sslmode=disable.",
			"the server of %s does not offer an encrypted connection", address)
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ENOENT):
		return said(err, value.Unavailable, "Check host and port in the URL, and that the server runs and may be reached from here.",
			"no server answers for %s", address)
	case errors.As(err, &timeout) && timeout.Timeout():
		return said(err, value.Unavailable, "Check host and port in the URL, and that no firewall is in between.",
			"the server of %s did not answer in time", address)
	}
	return said(err, value.Unavailable, hintLater, "the connection to %s was lost", address)
}
