package database

import (
	"context"
	"database/sql"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

// mySQL is a MySQL or MariaDB server.
type mySQL struct {
	cfg     *mysql.Config
	db      *sql.DB
	conn    *sql.Conn
	tx      *sql.Tx
	version string
	id      int64 // of the connection
	address string
}

func openMySQL(ctx context.Context, u *url.URL) (session, error) {
	cfg, err := mySQLConfig(u)
	if err != nil {
		return nil, err
	}
	host, port := mySQLAddress(u)
	m := &mySQL{cfg: cfg, address: target(cfg.DBName, host, port)}
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		return nil, m.explain(err)
	}
	m.db = sql.OpenDB(connector)
	if err := m.begin(ctx); err != nil {
		m.close()
		return nil, m.explain(err)
	}
	return m, nil
}

// begin takes the snapshot: it is that of the first question.
func (m *mySQL) begin(ctx context.Context) (err error) {
	if m.conn, err = m.db.Conn(ctx); err != nil {
		return err
	}
	m.tx, err = m.conn.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return err
	}
	return m.tx.QueryRowContext(ctx, "SELECT version(), connection_id()").Scan(&m.version, &m.id)
}

// product is MariaDB 10.11.6 for 10.11.6-MariaDB-0+deb12u1, or for
// 5.5.5-10.11.6-MariaDB as some releases say it.
func (m *mySQL) product() string {
	version := m.version
	if strings.Contains(version, "MariaDB") {
		version, _, _ = strings.Cut(strings.TrimPrefix(version, "5.5.5-"), "-")
		return "MariaDB " + version
	}
	version, _, _ = strings.Cut(version, "-")
	return "MySQL " + version
}

func (m *mySQL) quote(name []string) string {
	quoted := make([]string, len(name))
	for i, n := range name {
		quoted[i] = "`" + strings.ReplaceAll(n, "`", "``") + "`"
	}
	return strings.Join(quoted, ".")
}

// columns asks for no row, which a server answers without computing any,
// except where a query has no tables.
func (m *mySQL) columns(ctx context.Context, statement string) ([]column, error) {
	defer m.killWhenDone(ctx)()
	rows, err := m.tx.QueryContext(ctx, "SELECT * FROM ("+statement+"\n) AS described LIMIT 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	out := make([]column, len(types))
	for i, t := range types {
		typ := strings.ToLower(t.DatabaseTypeName())
		out[i] = column{name: t.Name(), typ: typ, kind: mySQLKind(typ)}
	}
	return out, rows.Err()
}

func mySQLKind(typ string) kind {
	switch strings.TrimPrefix(typ, "unsigned ") {
	case "tinyint", "smallint", "mediumint", "int", "bigint", "year":
		return integer
	case "decimal":
		return decimal
	case "float", "double":
		return float
	case "date":
		return date
	case "datetime":
		return timestamp
	case "timestamp":
		return instant
	case "json":
		return jsonText
	case "bit":
		return bits
	case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "geometry":
		return binary
	}
	return text
}

// from casts, since a number compared with a text would be compared as a
// float.
func (m *mySQL) from(c column, after string) (string, string) {
	switch c.kind {
	case integer:
		if strings.HasPrefix(c.typ, "unsigned ") {
			return "CAST(? AS UNSIGNED)", after
		}
		return "CAST(? AS SIGNED)", after
	case decimal:
		return "CAST(? AS DECIMAL(65,30))", after
	case date:
		return "CAST(? AS DATE)", after
	case timestamp, instant:
		// The session is in UTC.
		return "CAST(? AS DATETIME(6))", strings.Replace(strings.TrimSuffix(after, "+00:00"), "T", " ", 1)
	}
	return "?", after
}

func (m *mySQL) stream(ctx context.Context, statement string, args []string, row func([][]byte) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	settle := m.killWhenDone(ctx)
	err := m.read(ctx, statement, args, func(cells [][]byte) error {
		err := row(cells)
		if err != nil {
			cancel() // or the rest would be read before the rows are closed
		}
		return err
	})
	settle()
	return err
}

func (m *mySQL) read(ctx context.Context, statement string, args []string, row func([][]byte) error) error {
	// A prepared statement answers in the binary protocol, in which a float
	// has all its digits.
	s, err := m.tx.PrepareContext(ctx, statement)
	if err != nil {
		return err
	}
	defer s.Close()
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = a
	}
	rows, err := s.QueryContext(ctx, values...)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	raw, cells, into := make([]sql.RawBytes, len(names)), make([][]byte, len(names)), make([]any, len(names))
	for i := range raw {
		into[i] = &raw[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i := range raw {
			cells[i] = raw[i]
		}
		if err := row(cells); err != nil {
			return err
		}
	}
	return rows.Err()
}

// killWhenDone stops the query on the server when the context ends: a server
// that is computing does not notice that nobody listens. The function it
// returns waits for that.
func (m *mySQL) killWhenDone(ctx context.Context) func() {
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		connector, err := mysql.NewConnector(m.cfg)
		if err != nil {
			return
		}
		db := sql.OpenDB(connector)
		defer db.Close()
		// Of no use any more when it fails: the connection is gone already.
		_, _ = db.ExecContext(ctx, "KILL ?", m.id)
	})
	return func() {
		if !stop() {
			<-done
		}
	}
}

func (m *mySQL) tables(ctx context.Context) ([]string, error) {
	rows, err := m.tx.QueryContext(ctx, "SELECT table_name FROM information_schema.tables WHERE table_schema = database() ORDER BY 1")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		out = append(out, name)
	}
	slices.Sort(out)
	return out, rows.Err()
}

func (m *mySQL) close() {
	if m.tx != nil {
		_ = m.tx.Rollback()
	}
	if m.conn != nil {
		m.conn.Close()
	}
	m.db.Close()
}
