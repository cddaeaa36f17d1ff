// Command copy is the peer of perennial import: DuckDB's own COPY of a file of
// order lines into a table of its columns, in a new database, with the engine
// that Perennial embeds and the memory and threads it is given. It prints the
// rows copied.
//
//	copy FILE DATABASE
package main

import (
	"database/sql"
	"fmt"
	"os"
	"strings"

	_ "github.com/duckdb/duckdb-go/v2"
)

// memory is what Perennial gives the engine.
const memory = "1500MB"

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: copy FILE DATABASE")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "copy:", err)
		os.Exit(1)
	}
}

func run(file, database string) error {
	db, err := sql.Open("duckdb", database)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, q := range []string{
		"SET memory_limit = '" + memory + "'",
		"SET preserve_insertion_order = false",
		`CREATE TABLE lines (order_id VARCHAR, customer_id VARCHAR, ordered_at TIMESTAMP, sku VARCHAR,
			quantity INTEGER, price DECIMAL(18, 6))`,
		"COPY lines FROM '" + strings.ReplaceAll(file, "'", "''") + "' (HEADER true)",
	} {
		if _, err := db.Exec(q); err != nil {
			return err
		}
	}
	var rows int64
	if err := db.QueryRow("SELECT count(*) FROM lines").Scan(&rows); err != nil {
		return err
	}
	fmt.Println(rows)
	return db.Close()
}
