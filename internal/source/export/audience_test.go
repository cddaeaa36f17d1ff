package export

import (
	"path/filepath"
	"testing"
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
