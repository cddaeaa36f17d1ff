package servertest

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
)

// MariaDB starts a server with an empty Database and some arguments more.
func MariaDB(t testing.TB, more ...string) *Server {
	t.Helper()
	install, server := find("mariadb-install-db"), find("mariadbd", "/usr/sbin/mariadbd", "/usr/libexec/mariadbd")
	if install == "" || server == "" {
		lacking(t, "no MariaDB server is installed (Debian's package mariadb-server)")
	}
	as := account(mariaDBAccount)
	d := dir(t, as)
	data, socket := filepath.Join(d, "data"), filepath.Join(d, "s")
	run(t, as, d, install, "--no-defaults", "--datadir="+data, "--auth-root-authentication-method=normal", "--skip-test-db")
	s := &Server{Port: freePort(t), scheme: "mariadb"}
	s.start(t, as, d, func(ctx context.Context) error { return createMariaDB(ctx, socket) }, server,
		append([]string{"--no-defaults", "--datadir=" + data, "--socket=" + socket, "--pid-file=" + filepath.Join(d, "pid"), "--bind-address=127.0.0.1",
			"--port=" + strconv.Itoa(s.Port), "--innodb-flush-log-at-trx-commit=0", "--default-time-zone=-05:00",
			"--character-set-server=utf8mb4", "--skip-name-resolve"}, more...)...)
	return s
}

const mariaDBAccount = "mysql"

// createMariaDB goes through the socket, by which root needs no password.
func createMariaDB(ctx context.Context, socket string) error {
	cfg := mysql.NewConfig()
	cfg.Net, cfg.Addr, cfg.User, cfg.Logger = "unix", socket, "root", &mysql.NopLogger{}
	c, err := mysql.NewConnector(cfg)
	if err != nil {
		return err
	}
	db := sql.OpenDB(c)
	defer db.Close()
	for _, q := range []string{
		"CREATE DATABASE " + Database,
		fmt.Sprintf("CREATE USER %s@'%%' IDENTIFIED BY '%s'", User, strings.ReplaceAll(Password, "'", "''")),
		fmt.Sprintf("GRANT ALL ON *.* TO %s@'%%' WITH GRANT OPTION", User),
	} {
		if _, err := db.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}
