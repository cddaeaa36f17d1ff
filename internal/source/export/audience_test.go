package export

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/perennial-clv/perennial/internal/record"
)

// Every format has files to try it on, and each is recognised by its header
// alone.
func TestAudienceIsRecognised(t *testing.T) {
	own := map[string]bool{}
	for _, f := range audience() {
		own[f.Name] = true
	}
	tried := map[string]bool{}
	for path, name := range corpus(t) {
		if !own[name] {
			continue
		}
		tried[name] = true
		f := Recognise(look(t, path).Columns(), nil)
		if f == nil || f.Name != name {
			t.Errorf("%s: recognised as %v", filepath.ToSlash(path), f)
		}
	}
	for name := range own {
		if !tried[name] {
			t.Errorf("no file of format %s in testdata", name)
		}
	}
}

// Plain order logs are none of this package's business, and neither are
// tables that only look like a format.
func TestAudienceLeavesOrderLogsAlone(t *testing.T) {
	for _, columns := range [][]string{
		{"customer_id", "order_date", "amount"},
		{"order_id", "email", "created_at", "total", "currency"},
		{"order_id", "customer_id", "date", "channel", "campaign", "total"},
		{"customer", "date", "spend", "channel"},
		{"household_id", "store_id", "basket_id", "product_id", "quantity", "sales_value", "transaction_timestamp"},
		{"DATE", "revenue", "tv_S", "facebook_S", "search_S"},
		{"customer_id", "tenure", "nps", "churn", "revenue"},
		{"Administrative", "ProductRelated", "BounceRates", "Month", "VisitorType", "Revenue"},
		{"id", "name", "score"},
		{"product", "category", "price", "cost", "currency"},
		{"number", "name", "date"},
		{"InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"},
	} {
		h := newHeader(columns, nil)
		for _, f := range audience() {
			if f.match(h) > 0 {
				t.Errorf("%q recognised as %s", columns, f.Name)
			}
		}
	}
}

// shared is the folder of real data beside the repository, or skips the test.
func shared(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("PERENNIAL_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "data")); err != nil {
		t.Skip("the real data is not here: set PERENNIAL_SHARED to its folder")
	}
	return filepath.Join(dir, "data")
}

// Real files are read whole. The counts and the sum were made without this package.
func TestAudienceReadsRealFiles(t *testing.T) {
	dir := shared(t)
	for _, c := range []struct {
		path, format  string
		rows, records int
	}{
		{"clickstream/diginetica_sample_item_views.csv", "session-views", 12391, 12391},
		{"spend/facebook_ads.csv", "ad-spend", 1143, 1143},
		{"spend/fivetran_ad_report_schema.csv", "ad-pipeline", 16, 16},
		{"surveys/starbucks_satisfactory_survey.csv", "survey", 122, 2440},
		{"reviews/Restaurant_Reviews.csv", "reviews", 1000, 1000},
		{"reviews/womens_clothing_reviews_sample.csv", "reviews", 1000, 1000},
		{"tickets/incident_event_log_sample.csv.gz", "incident-log", 5998, 890},
	} {
		path := filepath.Join(dir, filepath.FromSlash(c.path))
		found := look(t, path)
		f := Recognise(found.Columns(), found.Sample())
		if f == nil || f.Name != c.format {
			t.Errorf("%s: recognised as %v", c.path, f)
			continue
		}
		k, tally := readFile(t, path, f, Options{})
		if int(tally.Accepted) != c.rows || tally.Rejected != 0 || len(k.records) != c.records {
			t.Errorf("%s: %d rows, %d rejected, %d records: %v", c.path, tally.Rows, tally.Rejected, len(k.records), k.rejected)
		}
		if c.path == "spend/facebook_ads.csv" {
			sum := record.Money(0)
			for _, r := range k.records {
				sum += r.(*record.Spend).Cost
			}
			// 58705.229958205, of which every row is rounded to the millionth.
			if sum.String() != "58705.229966" {
				t.Errorf("spend adds up to %s", sum)
			}
		}
	}
}
