package database

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/go-sql-driver/mysql"

	"github.com/perennial-clv/perennial/internal/value"
)

// mySQLConfig turns a URL into the driver's settings. The parameters are
// sslmode (as in PostgreSQL's URLs, or ssl-mode as in MySQL's), sslrootcert
// (or ssl-ca) and socket. A password may also come from MYSQL_PWD.
func mySQLConfig(u *url.URL) (*mysql.Config, error) {
	cfg := mysql.NewConfig()
	cfg.Logger = &mysql.NopLogger{} // errors are returned
	cfg.Timeout = connecting
	cfg.User = u.User.Username()
	password, given := u.User.Password()
	if !given {
		password = os.Getenv("MYSQL_PWD")
	}
	cfg.Passwd = password
	cfg.DBName = strings.Trim(u.Path, "/")
	if cfg.User == "" || cfg.DBName == "" {
		return nil, value.Errorf(value.Invalid, "the URL %s names no user or no database", Redacted(u.String())).
			WithHint("It is mysql://user:password@host:port/database.")
	}
	host, port := mySQLAddress(u)
	cfg.Net, cfg.Addr = "tcp", net.JoinHostPort(host, strconv.Itoa(port))
	// Text as UTF-8, points in time in UTC, and time for a slow reader.
	cfg.Params = map[string]string{"time_zone": "'+00:00'", "net_write_timeout": "3600"}
	if err := cfg.Apply(mysql.Charset("utf8mb4", "")); err != nil {
		return nil, err
	}
	mode, roots := "", ""
	for name, values := range u.Query() {
		v := values[len(values)-1]
		switch strings.ToLower(name) {
		case "sslmode", "ssl-mode":
			mode = v
		case "sslrootcert", "ssl-ca":
			roots = v
		case "socket":
			cfg.Net, cfg.Addr = "unix", v
		default:
			return nil, value.Errorf(value.Invalid, "the URL %s has the parameter %q, which means nothing here", Redacted(u.String()), name).
				WithHint("Parameters are sslmode, sslrootcert and socket.")
		}
	}
	return cfg, encrypt(cfg, host, mode, roots)
}

func mySQLAddress(u *url.URL) (string, int) {
	host, port := u.Hostname(), 3306
	if host == "" {
		host = "localhost"
	}
	if p, err := strconv.Atoi(u.Port()); err == nil {
		port = p
	}
	return host, port
}

// encrypt sets how a connection is encrypted and whom it trusts.
func encrypt(cfg *mysql.Config, host, mode, roots string) error {
	switch strings.ReplaceAll(strings.ToLower(mode), "_", "-") {
	case "disable", "disabled":
		return nil
	case "", "prefer", "preferred", "allow":
		cfg.TLSConfig = "preferred"
		return nil
	case "require", "required":
		if roots == "" {
			cfg.TLSConfig = "skip-verify"
			return nil
		}
	case "verify-ca", "verify-full", "verify-identity":
	default:
		return value.Errorf(value.Invalid, "sslmode=%s is unknown", mode).
			WithHint("It is disable, prefer, require or verify-full.")
	}
	cfg.TLS = &tls.Config{ServerName: host}
	if roots == "" {
		return nil
	}
	pem, err := os.ReadFile(roots)
	if err != nil {
		return value.Errorf(value.NotFound, "the certificates in %q cannot be read: %w", roots, err)
	}
	cfg.TLS.RootCAs = x509.NewCertPool()
	if !cfg.TLS.RootCAs.AppendCertsFromPEM(pem) {
		return value.Errorf(value.BadInput, "%q has no certificate in PEM form", roots)
	}
	return nil
}
