package servertest

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5"
)

// PostgreSQL starts a server with an empty Database and some arguments more.
func PostgreSQL(t testing.TB, more ...string) *Server {
	t.Helper()
	initdb := find("initdb", "/usr/lib/postgresql/*/bin/initdb")
	if initdb == "" {
		lacking(t, "no PostgreSQL server is installed (Debian's package postgresql)")
	}
	as := account(postgresAccount)
	d := dir(t, as)
	password, data := filepath.Join(d, "password"), filepath.Join(d, "data")
	if err := os.WriteFile(password, []byte(Password), 0o600); err != nil {
		t.Fatal(err)
	}
	if as != nil {
		own(t, password, as)
	}
	run(t, as, d, initdb, "--pgdata", data, "--username", User, "--pwfile", password, "--auth", "scram-sha-256",
		"--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")
	s := &Server{Port: freePort(t), scheme: "postgres"}
	s.start(t, as, d, s.createPostgres, filepath.Join(filepath.Dir(initdb), "postgres"),
		append([]string{"-D", data, "-p", strconv.Itoa(s.Port), "-k", d, "-c", "listen_addresses=127.0.0.1",
			"-c", "fsync=off", "-c", "timezone=America/New_York", "-c", "max_connections=20"}, more...)...)
	return s
}

const postgresAccount = "postgres"

func (s *Server) createPostgres(ctx context.Context) error {
	cfg, err := pgx.ParseConfig(s.URL("sslmode", "disable"))
	if err != nil {
		return err
	}
	cfg.Database = "postgres"
	c, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	_, err = c.Exec(ctx, "CREATE DATABASE "+Database)
	return err
}
