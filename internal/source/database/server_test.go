package database_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/perennial-clv/perennial/internal/source/database"
	"github.com/perennial-clv/perennial/internal/source/database/servertest"
	"github.com/perennial-clv/perennial/internal/source/file"
	"github.com/perennial-clv/perennial/internal/value"
)

// shop is a server under test, and a way to write to it that is not the one
// under test.
type shop struct {
	*servertest.Server
	do    func(q string, args ...any) error
	count func(q string) (n int, err error)
}

func (s *shop) exec(t *testing.T, statements ...string) {
	t.Helper()
	for _, q := range statements {
		if err := s.do(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}

// fetch reads what must be readable.
func (s *shop) fetch(t *testing.T, r database.Request) (string, database.Result) {
	t.Helper()
	r.URL = s.URL()
	var out bytes.Buffer
	got, err := database.Fetch(context.Background(), r, &out)
	if err != nil {
		t.Fatalf("%+v: %v", r, err)
	}
	return out.String(), got
}

// fails reads what must not be, and nothing may give the password away.
func (s *shop) fails(t *testing.T, r database.Request, code value.Code, says string) {
	t.Helper()
	if r.URL == "" {
		r.URL = s.URL()
	}
	_, err := database.Fetch(context.Background(), r, io.Discard)
	if err == nil {
		t.Errorf("%q %q: no error", r.Table, r.Query)
		return
	}
	if value.CodeOf(err) != code || !strings.Contains(err.Error(), says) {
		t.Errorf("%q %q: %s: %v; want %s: … %s …", r.Table, r.Query, value.CodeOf(err), err, code, says)
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		if strings.Contains(e.Error(), servertest.Password) || strings.Contains(e.Error(), "%3Fw%3A") {
			t.Errorf("the password is in %q", e)
		}
	}
}

func newPostgres(t *testing.T) *shop {
	s := servertest.PostgreSQL(t)
	ctx := context.Background()
	c, err := pgx.Connect(ctx, s.URL())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(ctx) })
	return &shop{
		Server: s,
		do: func(q string, args ...any) error {
			_, err := c.Exec(ctx, q, args...)
			return err
		},
		count: func(q string) (n int, err error) {
			err = c.QueryRow(ctx, q).Scan(&n)
			return n, err
		},
	}
}

func newMariaDB(t *testing.T) *shop {
	s := servertest.MariaDB(t)
	cfg := mysql.NewConfig()
	cfg.Net, cfg.Addr, cfg.DBName = "tcp", s.Host(), servertest.Database
	cfg.User, cfg.Passwd, cfg.Logger = servertest.User, servertest.Password, &mysql.NopLogger{}
	cfg.Params = map[string]string{"time_zone": "'+00:00'"}
	c, err := mysql.NewConnector(cfg)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(c)
	t.Cleanup(func() { db.Close() })
	return &shop{
		Server: s,
		do: func(q string, args ...any) error {
			_, err := db.Exec(q, args...)
			return err
		},
		count: func(q string) (n int, err error) {
			err = db.QueryRow(q).Scan(&n)
			return n, err
		},
	}
}

// awkward are texts that break careless writers and readers of CSV.
const awkward = "Zoë \"Ž\" O'Neil, 株式会社\nsecond\r\nline\t;\\ 🛒"

// common are the tests that any server must pass.
func common(t *testing.T, s *shop, many string) {
	t.Run("incremental by time", func(t *testing.T) { testIncremental(t, s) })
	t.Run("cursors", func(t *testing.T) { testCursors(t, s) })
	t.Run("read by file", func(t *testing.T) { testReadByFile(t, s) })
	t.Run("query", func(t *testing.T) { testQuery(t, s) })
	t.Run("million", func(t *testing.T) { testMillion(t, s, many) })
	t.Run("stopped writer", func(t *testing.T) { testStoppedWriter(t, s, many) })
	t.Run("killed", func(t *testing.T) { testKilled(t, s, many) }) // last
}

func testIncremental(t *testing.T, s *shop) {
	s.exec(t, "CREATE TABLE late (id int PRIMARY KEY, changed timestamp(6) NULL)",
		"INSERT INTO late VALUES (1,'2025-03-01 10:00:00'),(2,'2025-03-01 10:00:01.5'),(3,NULL)")
	r := database.Request{Table: "late", Cursor: "changed"}
	ids := func(r database.Request) (string, string) {
		t.Helper()
		out, got := s.fetch(t, r)
		var ids []string
		for _, line := range strings.Split(strings.TrimSpace(out), "\n")[1:] {
			id, _, _ := strings.Cut(line, ",")
			ids = append(ids, id)
		}
		if int64(len(ids)) != got.Rows {
			t.Errorf("%d rows counted, %d written", got.Rows, len(ids))
		}
		return sorted(ids), got.Last
	}
	seen, last := ids(r)
	if seen != "1 2 3" || !strings.Contains(last, "2025-03-01T10:00:01.5") {
		t.Fatalf("first: %s up to %s", seen, last)
	}
	// One at the same instant, a later one, one that nobody stamped, and one
	// whose transaction began earlier than it ended.
	s.exec(t, "INSERT INTO late VALUES (4,'2025-03-01 10:00:01.5'),(5,'2025-03-01 10:00:02'),(6,NULL),(7,'2025-03-01 10:00:01')")
	r.After = last
	if seen, _ := ids(r); seen != "2 3 4 5 6" {
		t.Errorf("then: %s", seen)
	}
	r.Overlap = time.Second
	seen, last = ids(r)
	if seen != "2 3 4 5 6 7" || !strings.Contains(last, "2025-03-01T10:00:02") {
		t.Errorf("with an overlap: %s up to %s", seen, last)
	}
	s.exec(t, "DELETE FROM late")
	r.After = last
	if seen, again := ids(r); seen != "" || again != last {
		t.Errorf("nothing new: %q up to %s, not %s", seen, again, last)
	}
	s.fails(t, database.Request{Table: "late", Cursor: "id", After: last}, value.Invalid, "another kind")
}

func sorted(ids []string) string {
	for i := range ids {
		for j := i; j > 0 && ids[j] < ids[j-1]; j-- {
			ids[j], ids[j-1] = ids[j-1], ids[j]
		}
	}
	return strings.Join(ids, " ")
}

// Every kind of cursor takes up where it stopped, at values that a float
// could not tell apart.
func testCursors(t *testing.T, s *shop) {
	s.exec(t, "CREATE TABLE kinds (n bigint, d decimal(30,10), day date, name varchar(40))",
		"INSERT INTO kinds VALUES (9007199254740992, 12345678901234567890.0000000001, '2024-02-29', 'a b'),"+
			"(9007199254740993, 12345678901234567890.0000000002, '2024-03-01', 'it''s'),"+
			"(9007199254740994, 12345678901234567890.0000000003, '2024-03-02', 'ünique')")
	for _, c := range []struct{ cursor, after, last string }{
		{"n", "integer 9007199254740993", "integer 9007199254740994"},
		{"d", "decimal 12345678901234567890.0000000002", "decimal 12345678901234567890.0000000003"},
		{"day", "date 2024-03-01", "date 2024-03-02"},
		{"name", "text it's", "text ünique"},
	} {
		_, got := s.fetch(t, database.Request{Table: "kinds", Cursor: c.cursor, After: c.after})
		if got.Rows != 2 || got.Last != c.last {
			t.Errorf("%s: %d rows up to %q, want 2 up to %q", c.cursor, got.Rows, got.Last, c.last)
		}
	}
	s.fails(t, database.Request{Table: "kinds", Cursor: "nn"}, value.Invalid, "no column \"nn\" to go on from. The columns are n, d, day, name")
}

// The ordinary reader of files gets out what went in.
func testReadByFile(t *testing.T, s *shop) {
	s.exec(t, "CREATE TABLE texts (id int, name varchar(200), total decimal(20,4))")
	names := []any{awkward, "", nil, " blank ", `"`, `""`, ",", "\n", "'", "NULL", "Anna"}
	want := [][]string{}
	for i, n := range names {
		q := "INSERT INTO texts VALUES (?, ?, 1234567.8900)"
		if strings.HasPrefix(s.URL(), "postgres") {
			q = "INSERT INTO texts VALUES ($1, $2, 1234567.8900)"
		}
		if err := s.do(q, i, n); err != nil {
			t.Fatal(err)
		}
		name, _ := n.(string)
		want = append(want, []string{string("0123456789"[i%10]), name, "1234567.8900"})
	}
	want[10][0] = "10"
	out, _ := s.fetch(t, database.Request{Table: "texts", Cursor: "id"})
	path := filepath.Join(t.TempDir(), "texts.csv")
	if err := os.WriteFile(path, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	looked, err := file.Look(context.Background(), []string{path}, file.Options{SpoolDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := looked.Files[0].Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got [][]string
	for {
		row, err := rows.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, append([]string(nil), row.Fields...))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func testQuery(t *testing.T, s *shop) {
	s.exec(t, "CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (1),(2)")
	out, _ := s.fetch(t, database.Request{Query: "-- which\nSELECT id + 1 AS next FROM kept ORDER BY id DESC -- done\n;"})
	if out != "next\n3\n2\n" {
		t.Errorf("%q", out)
	}
	// A comment at the end does not swallow the cursor.
	out, _ = s.fetch(t, database.Request{Query: "WITH k AS (SELECT id FROM kept) SELECT id FROM k -- all", Cursor: "id", After: "integer 2"})
	if out != "id\n2\n" {
		t.Errorf("%q", out)
	}
	for _, q := range []string{"DELETE FROM kept", "; SELECT 1", "", "COMMIT", "/* SELECT */ DROP TABLE kept"} {
		s.fails(t, database.Request{Query: q}, value.Invalid, "")
	}
	s.fails(t, database.Request{Query: "SELECT 1 AS a, 2 AS a"}, value.Invalid, "with AS")
	s.fails(t, database.Request{Query: "SELECT 1; SELECT 2"}, value.Invalid, "says")
	s.fails(t, database.Request{Query: "SELECT nothing FROM kept"}, value.Invalid, "nothing")
	s.fails(t, database.Request{Table: "orders"}, value.NotFound, "The tables there are: ")
	s.fails(t, database.Request{Table: "kept; DROP TABLE kept"}, value.NotFound, "The tables there are: ")
	s.fails(t, database.Request{Table: "kept", Cursor: "id\" IS NULL OR 1=1 --"}, value.Invalid, "no column")
	wrong := strings.Replace(s.URL(), "%3Fw", "wrong", 1)
	wrong = strings.Replace(wrong, "p%40ss", "pass", 1)
	s.fails(t, database.Request{Table: "kept", URL: wrong}, value.Denied, "Check user name and password")
	s.fails(t, database.Request{Table: "kept", URL: strings.Replace(s.URL(), "/shop", "/nowhere", 1)}, value.NotFound, "nowhere")
	s.fails(t, database.Request{Table: "kept", URL: s.URL("sslmode", "require")}, value.Denied, "does not offer an encrypted connection")
	away := strings.Replace(s.URL(), s.Host(), "127.0.0.1:1", 1)
	s.fails(t, database.Request{Table: "kept", URL: away}, value.Unavailable, "no server answers")
	unescaped := strings.Split(s.URL(), "://")[0] + "://u:" + servertest.Password + "@" + s.Host() + "/shop"
	s.fails(t, database.Request{Table: "kept", URL: unescaped}, value.Invalid, "percent codes")
	if out, _ = s.fetch(t, database.Request{Table: "kept", Cursor: "id"}); out != "id\n1\n2\n" {
		t.Errorf("the table has changed: %q", out)
	}
}

// counted counts what is written.
type counted struct{ lines, bytes int64 }

func (c *counted) Write(p []byte) (int, error) {
	c.lines += int64(bytes.Count(p, []byte("\n")))
	c.bytes += int64(len(p))
	return len(p), nil
}

// A million rows of some 100 bytes pass through memory that would hold a
// small part of them.
func testMillion(t *testing.T, s *shop, many string) {
	if testing.Short() {
		t.Skip("a limit of memory means nothing beside the race detector")
	}
	const rows, bound = 1_000_000, 24 << 20
	var out counted
	var least, most uint64
	began := time.Now()
	got, err := database.Fetch(context.Background(), database.Request{URL: s.URL(), Query: many, Progress: func(int64) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapAlloc)
		if least == 0 {
			least = m.HeapAlloc
		}
	}}, &out)
	took := time.Since(began)
	if err != nil {
		t.Fatal(err)
	}
	if got.Rows != rows || out.lines != rows+1 || out.bytes < 3*bound {
		t.Errorf("%d rows, %d lines, %d bytes", got.Rows, out.lines, out.bytes)
	}
	if most > least+bound {
		t.Errorf("the heap grew from %d to %d MB", least>>20, most>>20)
	}
	t.Logf("%s: %.0f rows/s, %.0f MB/s, heap at most %d MB", got.Server, rows/took.Seconds(), float64(out.bytes)/1e6/took.Seconds(), most>>20)
}

var errFull = errors.New("the disk is full")

type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// A writer that fails ends the fetch without the rest being read.
func testStoppedWriter(t *testing.T, s *shop, many string) {
	began := time.Now()
	_, err := database.Fetch(context.Background(), database.Request{URL: s.URL(), Query: many}, &full{1 << 20})
	if !errors.Is(err, errFull) {
		t.Errorf("%v", err)
	}
	if d := time.Since(began); d > time.Second {
		t.Errorf("it took %v to notice", d)
	}
}

// testCancelled has a query that computes for a minute stopped on the server.
func testCancelled(t *testing.T, s *shop, slow, running string) {
	ctx, cancel := context.WithCancel(context.Background())
	count := func() int {
		n, err := s.count(running)
		if err != nil {
			t.Error(err)
		}
		return n
	}
	go func() {
		defer cancel()
		for range 100 {
			time.Sleep(50 * time.Millisecond)
			if count() > 0 {
				return
			}
		}
		t.Error("the query never ran")
	}()
	began := time.Now()
	_, err := database.Fetch(ctx, database.Request{URL: s.URL(), Query: slow}, io.Discard)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	for count() > 0 {
		if time.Since(began) > 10*time.Second {
			t.Fatal("the query still runs on the server")
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func testKilled(t *testing.T, s *shop, many string) {
	killed := false
	_, err := database.Fetch(context.Background(), database.Request{URL: s.URL(), Query: many, Progress: func(rows int64) {
		if !killed {
			killed = true
			s.Kill()
		}
	}}, io.Discard)
	if value.CodeOf(err) != value.Unavailable || err == nil || !strings.Contains(err.Error(), "was lost. Try again later; nothing was imported.") {
		t.Errorf("%v", err)
	}
	s.fails(t, database.Request{Table: "kept"}, value.Unavailable, "no server answers")
}
