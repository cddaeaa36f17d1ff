package database

import (
	"bytes"
	stdcsv "encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd/btydtest"
)

// What is written is what the standard library reads.
func TestCSVIsReadBack(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		columns := rapid.IntRange(1, 4).Draw(t, "columns")
		cell := rapid.OneOf(rapid.StringOfN(rapid.RuneFrom([]rune("a,\"\n\t ;é'")), 0, 8, -1), rapid.String())
		row := rapid.SliceOfN(rapid.Map(cell, func(s string) string {
			return strings.ReplaceAll(s, "\r\n", "\n") // which that reader would turn into this
		}), columns, columns)
		rows := rapid.SliceOfN(row, 1, 5).Draw(t, "rows")
		var out bytes.Buffer
		w := newCSV(&out)
		for _, r := range rows {
			for _, f := range r {
				w.field([]byte(f))
			}
			if err := w.end(); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.flush(); err != nil {
			t.Fatal(err)
		}
		got, err := stdcsv.NewReader(&out).ReadAll()
		if err != nil || !slices.EqualFunc(rows, got, slices.Equal) {
			t.Fatalf("%q came back as %q: %v", rows, got, err)
		}
	})
}

func TestRedactedHidesPasswords(t *testing.T) {
	for raw, want := range map[string]string{
		"postgres://u:secret@h:5432/d?sslmode=require": "postgres://u:***@h:5432/d?sslmode=require",
		"postgres://u@h/d":                                "postgres://u@h/d",
		"postgres://h/d?user=u&password=secret":           "postgres://h/d?user=u&password=***",
		"postgres://u:sec@ret@h/d":                        "postgres://u:***@h/d",
		"mysql://u:sec/ret@h/d":                           "mysql://u:***@h/d",
		"mysql://u:sec?ret@h/d":                           "mysql://u:***@h/d",
		"mysql://u:sec#ret@h/d?secret":                    "mysql://u:***@h/d?***",
		"host=h password=secret":                          "***",
		"postgres://h/d?sslrootcert=ca.pem&sslkey=secret": "postgres://h/d?sslrootcert=ca.pem&sslkey=***",
		"mariadb://[::1]:3306/d":                          "mariadb://[::1]:3306/d",
		"orders.csv":                                      "orders.csv",
	} {
		if got := Redacted(raw); got != want {
			t.Errorf("%s: %s, want %s", raw, got, want)
		}
	}
}

func TestNameParts(t *testing.T) {
	for name, want := range map[string][]string{
		"orders": {"orders"}, "sales.orders": {"sales", "orders"}, `"my.orders"`: {"my.orders"},
		"a.`b``.c`": {"a", "b`.c"}, `"a""b".c`: {`a"b`, "c"}, "Zoë's table": {"Zoë's table"},
		"": nil, "a.": nil, ".a": nil, `"a`: nil, `"a"b`: nil, `""`: nil, "a\x00": nil,
	} {
		got, err := nameParts(name)
		if !slices.Equal(got, want) || (err == nil) != (want != nil) {
			t.Errorf("%s: %q, %v; want %q", name, got, err, want)
		}
	}
}

func TestFirstWord(t *testing.T) {
	for q, want := range map[string]string{
		"select 1": "SELECT", " \n-- a\n# b\n/* c */ With x": "WITH", "(SELECT 1)": "(", "": "", "-- only": "", "/* open": "",
		"\nVALUES(1)": "VALUES", "épée": "É", "TABLE": "TABLE",
	} {
		if got := firstWord(q); got != want {
			t.Errorf("%q: %q, want %q", q, got, want)
		}
	}
}

func TestMarks(t *testing.T) {
	for _, c := range []struct {
		in   string
		back time.Duration
		want string
	}{
		{"instant 2024-03-01T00:00:00.5+00:00", time.Second, "instant 2024-02-29T23:59:59.500000+00:00"},
		{"timestamp 2024-03-01T00:00:00", time.Hour, "timestamp 2024-02-29T23:00:00.000000"},
		{"date 2024-03-01", time.Minute, "date 2024-02-29"},
		{"integer 7", time.Hour, "integer 7"},
		{"text a b", 0, "text a b"},
		{"instant 2024-03-01T00:00:00+00:00", 0, "instant 2024-03-01T00:00:00+00:00"},
	} {
		m, err := parseMark(c.in)
		if err != nil {
			t.Fatal(err)
		}
		if m, err = m.back(c.back); err != nil || m.String() != c.want {
			t.Errorf("%s back by %v: %s, %v; want %s", c.in, c.back, m, err, c.want)
		}
	}
	for _, bad := range []string{"7", "float 1.5", "integer", "2024-01-01 00:00:00"} {
		if m, err := parseMark(bad); err == nil {
			t.Errorf("%q: %v", bad, m)
		}
	}
	if _, err := (mark{instant, "yesterday"}).back(time.Hour); err == nil {
		t.Error("yesterday has an hour before it")
	}
}

func TestBrokenArrays(t *testing.T) {
	for _, raw := range []string{"{", "{1", "{1,", `{"a`, "1", "{1}2", "{{1}", "{1{2}}", "[0:1]", `{"a"b}`} {
		c := column{kind: array, comma: ',', element: &column{kind: integer}}
		if got, err := c.list([]byte(raw)); err == nil {
			t.Errorf("%s: %s", raw, got)
		}
	}
}
