package file

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/value"
)

// shared is the folder of real data beside the repository, or skips the test.
func shared(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv("PERENNIAL_SHARED"); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for dir != filepath.Dir(dir) {
		dir = filepath.Dir(dir)
		if _, err := os.Stat(filepath.Join(dir, "shared", "data")); err == nil {
			return filepath.Join(dir, "shared")
		}
	}
	t.Skip("the real data is not here: set PERENNIAL_SHARED to its folder")
	return ""
}

// TestRealFiles holds the sentences people read for real files, and makes
// sure that DuckDB reads every row as they say.
func TestRealFiles(t *testing.T) {
	dir := filepath.Join(shared(t), "data")
	for name, want := range map[string]string{
		"orders/cdnow_sample.txt":                             `Text in aligned columns, 5 columns without a header: customer is column 1 (00004), time is column 3 (19970101), amount is column 5 (29.33).`,
		"orders/completejourney_transactions_sample.csv.gz":   `CSV (gzip), 11 columns: customer is "household_id", time is "transaction_timestamp" (2017-01-28 14:06:53), amount is "sales_value", order is "basket_id".`,
		"orders/fivetran_shopify_orders_schema.csv":           `CSV, 101 columns: customer is "customer_id", time is "created_timestamp" (2025-07-12 09:00:00), amount is "total_price" in the currency of "currency", order is "order_id".`,
		"orders/online_retail_lines_2009_2010.csv.gz":         `CSV (gzip), 8 columns: customer is "Customer ID", time is "InvoiceDate" (2009-12-01 07:45:00), amount is "Quantity" times "Price", order is "Invoice".`,
		"orders/online_retail_orders_2009_2010.csv.gz":        `CSV (gzip), 6 columns: customer is "Customer ID", time is "InvoiceDate" (2009-12-01 07:45:00), amount is "Amount", order is "Invoice".`,
		"orders/cdnow_summary.csv":                            "",
		"orders/completejourney_campaign_descriptions.csv.gz": "",
		"orders/completejourney_campaigns.csv.gz":             "",
		"orders/completejourney_coupon_redemptions.csv.gz":    "",
		"orders/completejourney_demographics.csv.gz":          "",
		"orders/completejourney_products.csv.gz":              "",
		"orders/grocery_baskets.csv":                          "",
		"spend/fivetran_ad_report_schema.csv":                 "",
		"spend/facebook_ads.csv":                              "",
		"subscriptions/Telco-Customer-Churn.csv":              "",
		"subscriptions/sbg_cohorts.csv":                       "",
		"subscriptions/donations_bgbb.csv":                    "",
		"clickstream/diginetica_sample_item_views.csv":        "",
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Inspect(t.Context(), []string{filepath.Join(dir, name)}, Options{SpoolDir: t.TempDir()})
			if want == "" {
				if value.CodeOf(err) != value.BadInput || !strings.Contains(err.Error(), `"NAME"`) {
					t.Errorf("not a log of orders, yet %q %v", p.Understood, err)
				}
				return
			}
			if err != nil || p.Understood != want {
				t.Fatalf("got %q %v", p.Understood, err)
			}
			checkDuck(t, p.Tables[0])
		})
	}
}
