package export

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/record"
)

const (
	formatsPage = "../../../docs/formats.md"
	triedBegin  = "<!-- Written by make docs from the corpus: -->\n"
	triedEnd    = "<!-- Up to here. -->\n"
)

// realTried are files of other people that were read whole, none of which is
// part of the repository.
var realTried = []struct {
	format, name, path string
	rows               int64
}{
	{"ad-pipeline", "Fivetran's sample of an ad report", "spend/fivetran_ad_report_schema.csv", 16},
	{"ad-spend", "KAG, ads on Facebook", "spend/facebook_ads.csv", 1143},
	{"incident-log", "UCI, incidents of ServiceNow", "tickets/incident_event_log_sample.csv.gz", 5998},
	{"reviews", "UCI, restaurant reviews", "reviews/Restaurant_Reviews.csv", 1000},
	{"reviews", "women's clothing reviews", "reviews/womens_clothing_reviews_sample.csv", 1000},
	{"session-views", "Diginetica, item views", "clickstream/diginetica_sample_item_views.csv", 12391},
	{"shopify-fivetran", "Fivetran's sample of Shopify orders", "orders/fivetran_shopify_orders_schema.csv", 24},
	{"survey", "satisfaction survey of a coffee house", "surveys/starbucks_satisfactory_survey.csv", 122},
}

// TestRowsTried holds the table of rows tried in docs/formats.md to what the
// corpus is read as: every format has files, and the page their figures.
func TestRowsTried(t *testing.T) {
	files := map[string][]string{}
	for file, format := range corpus(t) {
		files[format] = append(files[format], file)
	}
	var table strings.Builder
	table.WriteString("| format | file | rows | accepted | rejected | records |\n| --- | --- | ---: | ---: | ---: | --- |\n")
	for _, f := range Formats() {
		if len(files[f.Name]) == 0 {
			t.Errorf("nothing was tried of %s", f.Name)
		}
		slices.Sort(files[f.Name])
		for _, file := range files[f.Name] {
			k, tally := readFile(t, file, f, Options{})
			fmt.Fprintf(&table, "| `%s` | [%s](../internal/source/export/testdata/%s/%[2]s) | %[4]d | %[5]d | %[6]d | %[7]s |\n",
				f.Name, filepath.Base(file), f.Name, tally.Rows, tally.Accepted, tally.Rejected, kindsOf(k.records))
		}
		for _, r := range realTried {
			if r.format == f.Name {
				fmt.Fprintf(&table, "| `%s` | *%s* | %d | %[3]d | 0 | |\n", f.Name, r.name, r.rows)
			}
		}
	}
	page, err := os.ReadFile(formatsPage)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(page), triedBegin)
	old, after, ok2 := strings.Cut(rest, triedEnd)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the table", path.Base(formatsPage))
	}
	if *update {
		if err := os.WriteFile(formatsPage, []byte(before+triedBegin+"\n"+table.String()+"\n"+triedEnd+after), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if strings.TrimSpace(old) != strings.TrimSpace(table.String()) {
		t.Errorf("docs/formats.md is out of date: run make docs")
	}
}

// kindsOf are records counted by kind, in the order of package record.
func kindsOf(all []record.Record) string {
	counts := map[record.Kind]int{}
	for _, r := range all {
		counts[r.Kind()]++
	}
	var out []string
	for _, k := range record.Kinds {
		if counts[k] > 0 {
			out = append(out, fmt.Sprintf("%s %d", strings.ReplaceAll(string(k), "_", " "), counts[k]))
		}
	}
	return strings.Join(out, ", ")
}

// TestRealRowsTried holds the page's figures of other people's files to the
// files, where these are at hand.
func TestRealRowsTried(t *testing.T) {
	dir := shared(t)
	for _, r := range realTried {
		_, tally := readFile(t, filepath.Join(dir, filepath.FromSlash(r.path)), ByName(r.format), Options{})
		if tally.Rows != r.rows || tally.Accepted != r.rows {
			t.Errorf("%s: %d rows, %d accepted; the page says %d", r.path, tally.Rows, tally.Accepted, r.rows)
		}
	}
}
