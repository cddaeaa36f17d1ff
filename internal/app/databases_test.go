package app_test

import (
	"context"
	"database/sql"
	"net/url"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/perennial-clv/perennial/internal/app"
	"github.com/perennial-clv/perennial/internal/source/database/servertest"
	"github.com/perennial-clv/perennial/internal/value"
)

// TestDatabaseRoundTrip imports a table of a real server, then what was
// changed and added since, then undoes that: money to the penny throughout.
func TestDatabaseRoundTrip(t *testing.T) {
	for name, start := range map[string]func(testing.TB, ...string) *servertest.Server{"PostgreSQL": servertest.PostgreSQL, "MariaDB": servertest.MariaDB} {
		t.Run(name, func(t *testing.T) { roundTrip(t, start(t)) })
	}
}

func roundTrip(t *testing.T, server *servertest.Server) {
	db := openServer(t, server)
	do := func(statement string) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	do("CREATE TABLE shop_orders (order_id INT PRIMARY KEY, customer_email VARCHAR(80), ordered_at TIMESTAMP NOT NULL, total DECIMAL(12,2), currency CHAR(3), changed BIGINT NOT NULL)")
	do("INSERT INTO shop_orders VALUES (1,'ann@x.org','2024-03-30 23:30:00',19.99,'EUR',1), (2,'bob@x.org','2024-03-31 02:30:00',0.10,'EUR',2), (3,'O''Hara@X.org','2024-04-01 08:00:00',1234567.89,'EUR',3)")
	w, err := app.OpenWorkspace(t.Context(), t.TempDir(), 400)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	take := func(news, replaced int64, revenue string) {
		t.Helper()
		done, err := w.Import(t.Context(), []string{server.URL()}, value.ImportOptions{Table: "shop_orders", Cursor: "changed", Zone: "UTC"}, nil)
		if err != nil || done.Batch.New != news || done.Batch.Replaced != replaced {
			t.Fatalf("import brought %d new, %d replaced (%v); want %d and %d", done.Batch.New, done.Batch.Replaced, err, news, replaced)
		}
		for _, f := range done.Batch.Files {
			if strings.Contains(f, "secret") || !strings.Contains(f, "shop_orders") {
				t.Errorf("remembered as %q", f)
			}
		}
		if got := revenueOf(t, w); got != revenue {
			t.Fatalf("worth %s, want %s", got, revenue)
		}
	}
	take(3, 0, "1234587.98")
	take(0, 0, "1234587.98") // nothing new but the row at the mark
	do("INSERT INTO shop_orders VALUES (4,'ann@x.org','2024-05-01 10:00:00',10.01,'EUR',3)")
	do("UPDATE shop_orders SET total = 0.20, changed = 4 WHERE order_id = 2")
	take(1, 1, "1234598.09") // the row that shares the mark, and the corrected one
	if _, err := w.Undo(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	if got := revenueOf(t, w); got != "1234587.98" {
		t.Errorf("after undoing: %s", got)
	}
	take(1, 1, "1234598.09") // undoing forgot how far the table was read
}

// revenueOf is what the store's orders come to.
func revenueOf(t *testing.T, w *app.Workspace) string {
	t.Helper()
	l, err := w.Value(context.WithoutCancel(t.Context()), value.Question{})
	if err != nil || len(l.Rungs) != 1 {
		t.Fatalf("value is %+v, %v", l, err)
	}
	return l.Rungs[0].NetRevenue.String()
}

// openServer connects to a test server.
func openServer(t *testing.T, server *servertest.Server) *sql.DB {
	t.Helper()
	driver, dsn := "pgx", server.URL()
	if !strings.HasPrefix(dsn, "postgres") {
		driver = "mysql"
		at, err := url.Parse(dsn)
		if err != nil {
			t.Fatal(err)
		}
		c := mysql.NewConfig()
		c.User, c.Net, c.Addr, c.DBName = at.User.Username(), "tcp", at.Host, strings.TrimPrefix(at.Path, "/")
		c.Passwd, _ = at.User.Password()
		dsn = c.FormatDSN()
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}
