package file

import (
	"database/sql"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"github.com/perennial-clv/perennial/internal/source"
)

var duck = sync.OnceValues(func() (*sql.DB, error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, err
	}
	_, err = db.Exec("SET TimeZone='UTC'")
	return db, err
})

// quoted is an SQL string.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// readCSV is the table function that reads a table's first file.
func readCSV(tb source.Table) string {
	cols := make([]string, len(tb.Columns))
	for i := range cols {
		cols[i] = fmt.Sprintf("'c%d':'VARCHAR'", i)
	}
	return fmt.Sprintf("read_csv(%s, auto_detect=false, delim=%s, quote=%s, escape=%s, header=%v, skip=%d, columns={%s}, strict_mode=false, max_line_size=16777216)",
		quoted(tb.Files[0].Read), quoted(tb.Delimiter), quoted(tb.Quote), quoted(tb.Escape), tb.Header, tb.SkipLines, strings.Join(cols, ","))
}

// timeSQL reads a time as its rule says.
func timeSQL(r source.TimeRule, c string) string {
	switch r.Kind {
	case "iso":
		if r.Offsets {
			return "try_cast(trim(" + c + ") as timestamptz)"
		}
		return "try_cast(trim(" + c + ") as timestamp)"
	case "patterns":
		list := make([]string, len(r.Patterns))
		for i, p := range r.Patterns {
			list[i] = quoted(p)
		}
		return "try_strptime(trim(" + c + "), [" + strings.Join(list, ",") + "])"
	}
	return "try_cast(" + c + " as bigint)"
}

// amountSQL reads money as its rule says.
func amountSQL(r source.AmountRule, c string) string {
	if r.Plain {
		return "try_cast(" + c + " as decimal(18,4))"
	}
	keep := "regexp_replace(" + c + ", '[^0-9" + r.Decimal + "-]', '', 'g')"
	return "try_cast(replace(trim(" + keep + ", '-.'), ',', '.') as decimal(18,4))"
}

// checkDuck reads a table with DuckDB and makes sure that every filled time
// and amount is understood.
func checkDuck(t testing.TB, tb source.Table) {
	t.Helper()
	if tb.Format != source.CSV {
		return
	}
	db, err := duck()
	if err != nil {
		t.Fatal(err)
	}
	tc := fmt.Sprintf("c%d", tb.Roles[source.Time])
	checks := map[string]string{tc: timeSQL(tb.Time, tc)}
	for _, r := range []source.Role{source.Amount, source.Quantity, source.Price} {
		if c, ok := tb.Roles[r]; ok {
			name := fmt.Sprintf("c%d", c)
			checks[name] = amountSQL(tb.Amount, name)
		}
	}
	for c, read := range checks {
		var rows, bad int
		var example sql.NullString
		q := fmt.Sprintf("select count(*), count(*) filter (%s is not null and %s is null), any_value(case when %s is null then %s end) from %s", c, read, read, c, readCSV(tb))
		if err := db.QueryRow(q).Scan(&rows, &bad, &example); err != nil {
			t.Errorf("duckdb: %v\n%s", err, q)
			return
		}
		if want := countRecords(t, tb); rows != want {
			t.Errorf("duckdb read %d rows, want %d", rows, want)
		}
		if rows == 0 || bad > 0 {
			t.Errorf("duckdb read %d rows, %d of them not understood, such as %q by %s", rows, bad, example.String, read)
		}
	}
}

// countRecords counts a table's data records with our own reader.
func countRecords(t testing.TB, tb source.Table) int {
	t.Helper()
	n := 0
	l := &locator{table: tb, each: func([][]byte, int64) error { n++; return nil }}
	in, err := os.Open(tb.Files[0].Read)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if err := l.run(in); err != nil {
		t.Fatal(err)
	}
	return n
}
