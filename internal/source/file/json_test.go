package file

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

func TestJSON(t *testing.T) {
	record := func(id int) string {
		return fmt.Sprintf(`{"id": %d, "customer": {"id": "C%d", "tags": ["a", "b"]}, "created_at": "2026-01-%02dT10:00:00Z", "total": %d.50, "note": null}`, id, id%3, id, id)
	}
	pretty := strings.NewReplacer("{", "{\n  ", ", ", ",\n  ").Replace
	for name, c := range map[string]struct {
		text  string
		lines string
		order string
	}{
		"lines":           {record(1) + "\n" + record(2) + "\n\n" + record(3) + "\n", "1 2 4", "id"},
		"array":           {"[" + record(1) + ",\n" + record(2) + ",\n" + record(3) + "]", "1 2 3", "id"},
		"array, one line": {"[" + record(1) + "," + record(2) + "]", "1 1", "id"},
		"wrapped":         {"{\"page\": 1,\n\"orders\": [\n" + record(1) + ",\n" + record(2) + "\n], \"next\": {\"a\": [1]}}", "3 4", "id"},
		"wrapped twice":   {"{\"data\": {\"orders\": [\n" + record(1) + ",\n" + record(2) + "]}}", "2 3", "id"},
		"pretty records":  {pretty(record(1)) + "\n" + pretty(record(2)), "1 10", "id"},
	} {
		t.Run(name, func(t *testing.T) {
			tb, p := table(t, c.text, Options{})
			if role(tb, source.Customer) != "customer.id" || role(tb, source.Time) != "created_at" || role(tb, source.Amount) != "total" || role(tb, source.Order) != c.order {
				t.Errorf("roles %v of %q", tb.Roles, tb.Columns)
			}
			var lines []string
			for _, row := range csvRows(t, tb.Files[0].Read)[1:] {
				lines = append(lines, row[len(row)-1])
			}
			if got := strings.Join(lines, " "); got != c.lines {
				t.Errorf("lines %s, want %s", got, c.lines)
			}
			checkDuck(t, tb)
			t.Log(p.Understood)
		})
	}
}

// csvRows reads a copy.
func csvRows(t testing.TB, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestJSONRejections(t *testing.T) {
	text := `{"user_id":"A","ts":"2026-01-01","total":1}
{"user_id":"B","ts":"2026-01-02",
{"user_id":"C","ts":"2026-01-03","total":3}
[1,2]
{"user_id":"D\u00e9","ts":"2026-01-04","total":"bad"}
`
	tb, _ := table(t, text, Options{})
	f := tb.Files[0]
	if len(f.Rejected) != 2 || f.Rejected[0].Line != 2 || f.Rejected[0].Reason != "not valid JSON" || f.Rejected[1].Line != 4 || f.Rejected[1].Reason != "not a JSON object" {
		t.Errorf("rejected %+v", f.Rejected)
	}
	got := located(t, tb, []source.Faults{{Column: tb.Roles[source.Amount], Reasons: map[string]string{"bad": "not an amount"}}})
	if len(got) != 1 || got[0].Line != 5 || got[0].Column != "total" {
		t.Errorf("located %+v", got)
	}
	tb, _ = table(t, `[{"user_id":"A","ts":"2026-01-01","total":1}, oops, {"user_id" "B"}, {"user_id":"C","ts":"2026-01-03","total":3}]`, Options{})
	if n := len(tb.Files[0].Rejected); n != 2 {
		t.Errorf("%d rejected, want 2", n)
	}
}

func TestJSONRefused(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"cut array":   {`[{"user_id":"A","ts":"2026-01-01","total":1},` + "\n" + `{"user_id":"B","ts":"20`, "begins on line 2 is not closed, 1 complete records"},
		"no end":      {`[{"user_id":"A","ts":"2026-01-01","total":1}`, "ends before it is complete"},
		"empty array": {`[]`, "holds no records"},
		"no orders":   {`{"a":1}`, "does not show"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := inspect(t, c.text, Options{})
			if value.CodeOf(err) != value.BadInput || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestJSONBig cuts a long array far beyond the sample.
func TestJSONBig(t *testing.T) {
	var b strings.Builder
	b.WriteString("[")
	for i := range 30_000 {
		fmt.Fprintf(&b, "{\"user_id\":%d,\"ts\":\"2026-01-%02d 10:00:00\",\"total\":%d.25,\"late_%d\":1},\n", i%100, i%28+1, i%50, i/29_000)
	}
	whole := strings.TrimSuffix(b.String(), ",\n") + "]"
	tb, _ := table(t, whole, Options{})
	if rows := csvRows(t, tb.Files[0].Read); len(rows) != 30_001 {
		t.Errorf("%d rows", len(rows))
	}
	_, err := inspect(t, b.String(), Options{})
	if err == nil || !strings.Contains(err.Error(), "30000 complete records") {
		t.Errorf("got %v", err)
	}
}

func TestParquet(t *testing.T) {
	db, err := duck()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ sql, kind, types string }{
		"native":  {"select i%7 as customer_id, timestamp '2026-01-01' + to_hours(i::int) as ordered_at, (i*1.5)::decimal(12,2) as amount, {'a': i, 'b': [1]} as extra, 'x'||i as order_id", "native", "integer timestamp decimal(12,2) nested string"},
		"strings": {"select 'c'||(i%7) as customer_id, strftime(date '2026-01-15' + (i%100)::int, '%d/%m/%Y') as ordered_at, (i/4)::varchar as amount", "patterns", "string string string"},
		"double":  {"select i%7 as customer_id, date '2026-01-01' as ordered_at, i/4 as amount", "native", "integer date double"},
		"epoch":   {"select i%7 as customer_id, 1577836800::bigint + i as ordered_at, i/4 as amount", "epoch_seconds", "integer integer double"},
	} {
		t.Run(name, func(t *testing.T) {
			path := t.TempDir() + "/o.parquet"
			if _, err := db.Exec("copy (" + c.sql + " from range(1000) r(i)) to " + quoted(path) + " (format parquet)"); err != nil {
				t.Fatal(err)
			}
			p, err := Inspect(context.Background(), []string{path}, Options{SpoolDir: t.TempDir()})
			if err != nil {
				t.Fatal(err)
			}
			tb := p.Tables[0]
			if tb.Format != source.Parquet || tb.Time.Kind != c.kind || strings.Join(tb.Types, " ") != c.types || tb.Files[0].Read != path {
				t.Errorf("got %+v", tb)
			}
			if role(tb, source.Customer) != "customer_id" || role(tb, source.Time) != "ordered_at" || role(tb, source.Amount) != "amount" {
				t.Errorf("roles %v", tb.Roles)
			}
			t.Log(p.Understood)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := inspect(t, string(b[:len(b)-9]), Options{}); value.CodeOf(err) != value.BadInput {
				t.Errorf("cut short: %v", err)
			}
		})
	}
}
