package export

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// TestRecognise holds that every file of the corpus is its own format's by its
// header: as it is, in capitals and small letters, with its columns in another
// order, and with columns that nobody knows.
func TestRecognise(t *testing.T) {
	seen := map[string]bool{}
	for path, name := range corpus(t) {
		found := look(t, path)
		columns, sample := found.Columns(), found.Sample()
		seen[name] = true
		check := func(what string, columns []string, sample [][]string) {
			t.Helper()
			f := Recognise(columns, sample)
			if f == nil || f.Name != name {
				t.Errorf("%s, %s: recognised as %+v", path, what, f)
			}
		}
		check("as it is", columns, sample)
		if found.JSON() || !found.Titled() {
			continue // keys are as they are, and columns without names have their order
		}
		upper, lower := make([]string, len(columns)), make([]string, len(columns))
		for i, c := range columns {
			upper[i], lower[i] = strings.ToUpper(c), strings.ToLower(c)
		}
		check("in capitals", upper, sample)
		check("in small letters", lower, sample)
		r := rand.New(rand.NewPCG(1, 2))
		for range 5 {
			order := r.Perm(len(columns))
			check("shuffled", permuted(columns, order), shuffled(sample, order))
		}
		check("with more", append([]string{"My Own Column"}, columns...), widened(sample))
	}
	for _, f := range commerce() {
		if !seen[f.Name] {
			t.Errorf("no file of format %s in testdata", f.Name)
		}
	}
}

func permuted(row []string, order []int) []string {
	out := make([]string, len(row))
	for to, from := range order {
		if from < len(row) {
			out[to] = row[from]
		}
	}
	return out
}

func shuffled(rows [][]string, order []int) [][]string {
	var out [][]string
	for _, row := range rows {
		if len(row) == len(order) {
			out = append(out, permuted(row, order))
		}
	}
	return out
}

func widened(rows [][]string) [][]string {
	var out [][]string
	for _, row := range rows {
		out = append(out, append([]string{"x"}, row...))
	}
	return out
}

// Order logs that the store reads by itself are no export.
func TestRecogniseNoOrderLog(t *testing.T) {
	for _, header := range []string{
		"customer_id,order_date,amount", "id,date,amount,currency", "order_id,customer,created,amount", "email,date,total", "name,total",
		"sku,quantity,price,date,customer", "transaction_id,date,time,amount",
	} {
		for _, f := range commerce() {
			if m := f.match(newHeader(strings.Split(header, ","), nil)); m > 0 {
				t.Errorf("%s is taken for %s", header, f.Name)
			}
		}
	}
}

// docs/formats.md is the table of formats that people read.
func TestDocsNameEveryFormat(t *testing.T) {
	page, err := os.ReadFile("../../../docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range commerce() {
		if !strings.Contains(string(page), "`"+f.Name+"`") {
			t.Errorf("docs/formats.md does not name %s", f.Name)
		}
	}
}
