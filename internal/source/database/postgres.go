package database

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"

	"github.com/perennial-clv/perennial/internal/value"
)

// postgres speaks the protocol itself instead of through database/sql: values
// are wanted as the text the server writes, which is exact for every type.
type postgres struct {
	conn    *pgx.Conn
	address string
}

// connecting is how long a server may take to answer.
const connecting = 15 * time.Second

func openPostgres(ctx context.Context, u *url.URL) (session, error) {
	u.Scheme = "postgres"
	cfg, err := pgx.ParseConfig(u.String())
	if err != nil {
		// The parser's text may hold parts of the password.
		return nil, value.Errorf(value.Invalid, "the URL %s cannot be read", Redacted(u.String())).
			WithHint("It is postgres://user:password@host:port/database?sslmode=verify-full, with marks in the password as percent codes.")
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = connecting
	}
	// A statement that nobody waits for any more is stopped on the server.
	cfg.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: 2 * time.Second}
	}
	p := &postgres{address: target(cfg.Database, cfg.Host, int(cfg.Port))}
	if p.conn, err = pgx.ConnectConfig(ctx, cfg); err != nil {
		return nil, p.explain(err)
	}
	if err := p.begin(ctx); err != nil {
		p.close()
		return nil, p.explain(err)
	}
	return p, nil
}

// begin takes the snapshot and has values written in the forms that column
// understands. The settings end with the transaction, which poolers between
// here and the server understand.
func (p *postgres) begin(ctx context.Context) error {
	for _, s := range []string{
		"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
		`SET LOCAL TimeZone = 'UTC'`,
		`SET LOCAL DateStyle = 'ISO, YMD'`,
		`SET LOCAL IntervalStyle = 'iso_8601'`,
		`SET LOCAL extra_float_digits = 3`,
		`SET LOCAL bytea_output = 'hex'`,
		`SET LOCAL client_encoding = 'UTF8'`,
	} {
		if _, err := p.conn.PgConn().Exec(ctx, s).ReadAll(); err != nil {
			return err
		}
	}
	return nil
}

func (p *postgres) product() string {
	version, _, _ := strings.Cut(p.conn.PgConn().ParameterStatus("server_version"), " ")
	return "PostgreSQL " + version
}

func (p *postgres) quote(name []string) string { return pgx.Identifier(name).Sanitize() }

func (p *postgres) columns(ctx context.Context, statement string) ([]column, error) {
	described, err := p.conn.PgConn().Prepare(ctx, "", statement, nil)
	if err != nil {
		return nil, err
	}
	if len(described.ParamOIDs) > 0 {
		return nil, value.Errorf(value.Invalid, "the query has a placeholder ($1), and nothing to put there")
	}
	out := make([]column, len(described.Fields))
	known := map[uint32]column{}
	for i, f := range described.Fields {
		c, ok := known[f.DataTypeOID]
		if !ok {
			if c, err = p.typed(ctx, f.DataTypeOID); err != nil {
				return nil, err
			}
			known[f.DataTypeOID] = c
		}
		c.name = f.Name
		out[i] = c
	}
	return out, nil
}

// kinds of PostgreSQL's types; others are taken as their text.
var postgresKinds = map[string]kind{
	"int2": integer, "int4": integer, "int8": integer, "oid": integer,
	"numeric": decimal, "float4": float, "float8": float, "bool": boolean,
	"date": date, "timestamp": timestamp, "timestamptz": instant,
	"json": jsonText, "jsonb": jsonText, "bytea": hexed, "money": refused,
}

// typed looks a type up among those of the server.
func (p *postgres) typed(ctx context.Context, oid uint32) (column, error) {
	var name, shown, category, comma string
	var element uint32
	err := p.conn.QueryRow(ctx, `SELECT typname, format_type(oid, NULL), typcategory::text, typdelim::text,
		coalesce((SELECT e.typbasetype FROM pg_type e WHERE e.oid = t.typelem AND e.typtype = 'd'), typelem)
		FROM pg_type t WHERE oid = $1`, pgx.QueryExecModeExec, oid).
		Scan(&name, &shown, &category, &comma, &element)
	if err != nil {
		return column{}, err
	}
	c := column{kind: text, typ: shown, comma: ','}
	if k, ok := postgresKinds[name]; ok {
		c.kind = k
	}
	if category != "A" || element == 0 {
		return c, nil
	}
	e, err := p.typed(ctx, element)
	c.kind, c.element = array, &e
	if e.kind == refused {
		c.kind = refused
	}
	if e.comma = ','; element == boxType {
		c.comma = ';'
	}
	return c, err
}

// boxType is the one type whose arrays have semicolons.
const boxType = 603

func (p *postgres) from(c column, after string) (string, string) {
	as := map[kind]string{integer: "int8", decimal: "numeric"}[c.kind]
	if as == "" {
		as = c.typ
	}
	return "CAST($1::text AS " + as + ")", after
}

func (p *postgres) stream(ctx context.Context, statement string, args []string, row func([][]byte) error) error {
	values := make([][]byte, len(args))
	for i, a := range args {
		values[i] = []byte(a)
	}
	// Without formats, every value comes as text.
	r := p.conn.PgConn().ExecParams(ctx, statement, values, nil, nil, nil)
	for r.NextRow() {
		if err := row(r.Values()); err != nil {
			p.abandon()
			return err
		}
	}
	_, err := r.Close()
	return err
}

// abandon closes the connection in the middle of an answer.
func (p *postgres) abandon() {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	p.conn.PgConn().Close(ctx)
}

func (p *postgres) tables(ctx context.Context) ([]string, error) {
	if _, err := p.conn.PgConn().Exec(ctx, "ROLLBACK").ReadAll(); err != nil {
		return nil, err
	}
	rows, err := p.conn.Query(ctx, `SELECT CASE WHEN pg_table_is_visible(c.oid) THEN quote_ident(relname)
		ELSE quote_ident(nspname) || '.' || quote_ident(relname) END
		FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
		WHERE relkind IN ('r', 'v', 'm', 'f', 'p') AND nspname <> 'information_schema' AND nspname NOT LIKE 'pg\_%'
		AND NOT relispartition ORDER BY 1`, pgx.QueryExecModeExec)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

func (p *postgres) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	p.conn.Close(ctx)
}
