package export

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/source/file"
	"github.com/perennial-clv/perennial/internal/value"
)

// nothing takes records and forgets them.
type nothing struct{ records int }

func (n *nothing) Put(record.Record) error      { n.records++; return nil }
func (n *nothing) Reject(value.Rejection) error { return nil }

const shopifyWide = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Country,Cancelled at,Refunded Amount,Id,Source,Phone\n"

// shopifyLines is an export of so many orders with two lines each.
func shopifyLines(orders int) []byte {
	var b bytes.Buffer
	b.WriteString(shopifyWide)
	for i := range orders {
		fmt.Fprintf(&b, "#%d,c%d@example.com,paid,2026-05-01 10:00:00 +0200,fulfilled,,no,EUR,50.00,4.90,4.12,59.02,MAY,5.50,Standard,2026-05-01 10:00:00 +0200,2,\"Mug, large\",20.00,MUG,DE,,0.00,%d,web,\n", i, i%9973, 5_000_000+i)
		fmt.Fprintf(&b, "#%d,c%d@example.com,,,,,,,,,,,,,,2026-05-01 10:00:00 +0200,1,Tea,15.50,TEA,,,,,,\n", i, i%9973)
	}
	return b.Bytes()
}

// BenchmarkShopifyOrders reads an export of 100,000 rows from its file, and
// from rows that have already been cut.
func BenchmarkShopifyOrders(b *testing.B) {
	path := filepath.Join(b.TempDir(), "orders.csv")
	const orders = 50_000
	if err := os.WriteFile(path, shopifyLines(orders), 0o600); err != nil {
		b.Fatal(err)
	}
	found := look(b, path)
	run := func(b *testing.B, open func() (Source, func())) {
		for b.Loop() {
			from, done := open()
			var n nothing
			if _, err := ByName("shopify-orders").Read(context.Background(), "orders.csv", from, found.Sample(), Options{}, &n); err != nil || n.records != 3*orders {
				b.Fatalf("%d records, %v", n.records, err)
			}
			done()
		}
		b.ReportMetric(float64(2*orders*b.N)/b.Elapsed().Seconds(), "rows/s")
	}
	b.Run("file", func(b *testing.B) {
		run(b, func() (Source, func()) {
			rows, err := found.Open(nil)
			if err != nil {
				b.Fatal(err)
			}
			return opened{rows, false}, rows.Close
		})
	})
	cut := allRows(b, found)
	b.Run("rows", func(b *testing.B) {
		run(b, func() (Source, func()) { return &listed{columns: found.Columns(), rows: cut}, func() {} })
	})
}

func allRows(b *testing.B, found *file.Found) [][]string {
	rows, err := found.Open(nil)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	var out [][]string
	for {
		r, err := rows.Next()
		if err != nil {
			return out
		}
		out = append(out, append([]string(nil), r.Fields...))
	}
}
