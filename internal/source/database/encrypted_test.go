package database_test

import (
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/source/database"
	"github.com/perennial-clv/perennial/internal/source/database/servertest"
	"github.com/perennial-clv/perennial/internal/value"
)

func TestEncryptedPostgreSQL(t *testing.T) {
	certificate, key := servertest.Certificate(t)
	servertest.Give(t, key, false)
	s := &shop{Server: servertest.PostgreSQL(t, "-c", "ssl=on", "-c", "ssl_cert_file="+certificate, "-c", "ssl_key_file="+key)}
	testEncrypted(t, s, certificate, "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
}

func TestEncryptedMariaDB(t *testing.T) {
	certificate, key := servertest.Certificate(t)
	servertest.Give(t, key, true)
	s := &shop{Server: servertest.MariaDB(t, "--ssl-cert="+certificate, "--ssl-key="+key)}
	testEncrypted(t, s, certificate, "SELECT variable_value FROM information_schema.session_status WHERE variable_name = 'Ssl_version'")
	s.fails(t, database.Request{URL: s.URL("sslmode", "verify-full", "sslrootcert", "/nowhere.pem"), Table: "x"}, value.NotFound, "/nowhere.pem")
}

// testEncrypted asks for the version of TLS in use under each mode.
func testEncrypted(t *testing.T, s *shop, certificate, version string) {
	for _, c := range []struct {
		parameters []string
		encrypted  bool
	}{
		{nil, true}, // where a server can, it is used
		{[]string{"sslmode", "disable"}, false},
		{[]string{"sslmode", "require"}, true},
		{[]string{"sslmode", "verify-full", "sslrootcert", certificate}, true},
	} {
		out := &strings.Builder{}
		if _, err := database.Fetch(t.Context(), database.Request{URL: s.URL(c.parameters...), Query: version}, out); err != nil {
			t.Errorf("%v: %v", c.parameters, err)
		} else if strings.Contains(out.String(), "TLSv1") != c.encrypted {
			t.Errorf("%v: %q", c.parameters, out)
		}
	}
	s.fails(t, database.Request{URL: s.URL("sslmode", "verify-full"), Table: "x"}, value.Denied, "has no certificate that is trusted. Name the file")
	localhost := strings.Replace(s.URL("sslmode", "verify-full", "sslrootcert", certificate), "127.0.0.1", "localhost", 1)
	s.fails(t, database.Request{URL: localhost, Table: "x"}, value.Denied, "has no certificate that is trusted")
}
