package demo

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"
)

func shop(t testing.TB, b Business) *Generator {
	t.Helper()
	g, err := New(b)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func written(t testing.TB, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func ordersOf(t testing.TB, b Business) string {
	t.Helper()
	g := shop(t, b)
	return written(t, func(w io.Writer) error {
		_, err := g.Orders(context.Background(), w, nil)
		return err
	})
}

func truthOf(t testing.TB, b Business) string {
	t.Helper()
	g := shop(t, b)
	return written(t, func(w io.Writer) error { return g.Truth(context.Background(), w) })
}

// records reads CSV as a user's tools would, each row by column name.
func records(t testing.TB, text string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		out = append(out, m)
	}
	return out
}

// cents reads money and insists on exactly two decimals.
func cents(t testing.TB, s string) int64 {
	t.Helper()
	whole, part, ok := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole+part, 10, 64)
	if !ok || len(part) != 2 || err != nil {
		t.Fatalf("money %q does not have two decimals", s)
	}
	return n
}

func number(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func moment(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.Parse("2006-01-02 15:04:05", s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func between(t *testing.T, what string, v, low, high float64) {
	t.Helper()
	t.Logf("%s: %.4g", what, v)
	if v < low || v > high {
		t.Errorf("%s is %.4g, want %.4g to %.4g", what, v, low, high)
	}
}
