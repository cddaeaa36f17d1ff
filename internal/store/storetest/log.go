package storetest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// row is one line of an order log.
type row struct {
	order    string // may be empty
	customer string
	at       string // ISO 8601, as written
	amount   string
}

// day parses a date that is known to be one.
func day(s string) value.Date {
	d, err := value.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// parseLog reads "order customer time amount" lines; - stands for no order id.
func parseLog(text string) []row {
	var rows []row
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		f := strings.Fields(line)
		if len(f) != 4 {
			panic("a line of a log has four words: " + line)
		}
		if f[0] == "-" {
			f[0] = ""
		}
		rows = append(rows, row{f[0], f[1], f[2], f[3]})
	}
	return rows
}

// writeLog writes rows as the one dialect of this suite.
func writeLog(dir, name string, rows []row) (source.File, error) {
	var b strings.Builder
	b.WriteString("order,customer,time,amount\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "%s,%s,%s,%s\n", r.order, r.customer, r.at, r.amount)
	}
	path := filepath.Join(dir, name)
	return source.File{Path: path, Read: path, Size: int64(b.Len())}, os.WriteFile(path, []byte(b.String()), 0o644)
}

// planOf is how the suite's files are cut.
func planOf(files ...source.File) source.Plan {
	return source.Plan{Understood: "a log of the suite", Tables: []source.Table{{
		Files: files, Format: source.CSV, Delimiter: ",", Quote: `"`, Escape: `"`, Header: true,
		Columns: []string{"order", "customer", "time", "amount"},
		Roles:   map[source.Role]int{source.Order: 0, source.Customer: 1, source.Time: 2, source.Amount: 3},
		Time:    source.TimeRule{Kind: "iso", Offsets: true},
		Amount:  source.AmountRule{Plain: true, Decimal: "."},
	}}}
}

// load loads logs, one file each.
func load(t *testing.T, s Store, opt store.LoadOptions, logs ...string) store.Loaded {
	t.Helper()
	dir := t.TempDir()
	var files []source.File
	for i, log := range logs {
		f, err := writeLog(dir, fmt.Sprintf("log%d.csv", i+1), parseLog(log))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	l, err := s.Load(t.Context(), planOf(files...), opt)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// instant parses a time as written, in a zone when it says none.
func instant(s string, zone *time.Location) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if at, err := time.ParseInLocation(layout, s, zone); err == nil {
			return at.UTC()
		}
	}
	panic("not a time: " + s)
}
