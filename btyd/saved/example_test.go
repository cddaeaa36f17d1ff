package saved_test

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/saved"
)

// A model fitted once is kept as a few lines of text.
func ExampleWrite() {
	var out bytes.Buffer
	err := saved.Write(&out, saved.Document{
		Model: bgnbd.Model{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426},
		Unit:  "week",
		Data:  &saved.Data{Customers: 2357, Rows: 1016, First: "1997-01-01", Last: "1997-09-30"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(out.String())
	// Output:
	// {
	//   "schema": 1,
	//   "model": "bg-nbd",
	//   "unit": "week",
	//   "parameters": {
	//     "r": 0.243,
	//     "alpha": 4.414,
	//     "a": 0.793,
	//     "b": 2.426
	//   },
	//   "data": {
	//     "customers": 2357,
	//     "rows": 1016,
	//     "first": "1997-01-01",
	//     "last": "1997-09-30"
	//   }
	// }
}

// What is read is the model itself: a type switch tells which, an interface
// asks for what several can do.
func ExampleRead() {
	d, err := saved.Read(strings.NewReader(`{"schema": 1, "model": "bg-nbd", "unit": "week",
		"parameters": {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	if m, ok := d.Model.(interface {
		ExpectedPurchases(btyd.History, float64) float64
	}); ok {
		fmt.Printf("%.3f purchases in 39 %ss\n", m.ExpectedPurchases(btyd.History{X: 2, Tx: 30.43, T: 38.86}, 39), d.Unit)
	}
	_, err = saved.Read(strings.NewReader(`{"schema": 1, "model": "bg-nbd", "unit": "week", "parameters": {"r": 0.243}}`))
	fmt.Println(err)
	// Output:
	// 1.226 purchases in 39 weeks
	// saved: not a saved model: line 1, column 64: parameters has no field "alpha"
}
