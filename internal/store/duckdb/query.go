package duckdb

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"strings"
	"text/template"
)

//go:embed query/*.sql
var queryFiles embed.FS

// queries are the questions, one file each. What varies in a question's
// structure (a file to read, a column to sort by) is a template field filled
// from code, never from a user; values are always bound.
var queries = template.Must(template.New("").Option("missingkey=error").ParseFS(queryFiles, "query/*.sql"))

// question is the text of query/<name>.sql with its fields filled in.
func question(name string, fields any) (string, error) {
	var b strings.Builder
	if err := queries.ExecuteTemplate(&b, name+".sql", fields); err != nil {
		return "", fmt.Errorf("write query %s: %w", name, err)
	}
	return b.String(), nil
}

// run executes a question that returns nothing and reports the rows it changed.
func run(ctx context.Context, conn *sql.Conn, name string, fields any, args ...any) (int64, error) {
	text, err := question(name, fields)
	if err != nil {
		return 0, err
	}
	res, err := conn.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, fmt.Errorf("run query %s: %w", name, err)
	}
	n, err := res.RowsAffected()
	return n, err
}

// ask executes a question and hands each row to scan.
func ask(ctx context.Context, conn *sql.Conn, name string, fields any, scan func(*sql.Rows) error, args ...any) error {
	text, err := question(name, fields)
	if err != nil {
		return err
	}
	rows, err := conn.QueryContext(ctx, text, args...)
	if err != nil {
		return fmt.Errorf("run query %s: %w", name, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return fmt.Errorf("read result of %s: %w", name, err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("run query %s: %w", name, err)
	}
	return nil
}

// quote makes an SQL string literal.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// quoteList makes an SQL list of string literals.
func quoteList(items []string) string {
	quoted := make([]string, len(items))
	for i, s := range items {
		quoted[i] = quote(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
