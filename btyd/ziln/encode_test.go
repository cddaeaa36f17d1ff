package ziln

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
)

// TestEncoding: what becomes of missing values, rare and new levels, numbers
// that do not vary and numbers out of range.
func TestEncoding(t *testing.T) {
	gap := math.NaN()
	d := Data{Value: make([]float64, 6), Features: Table{
		Numbers: []Number{{"age", []float64{20, 40, gap, 20, 40, 30}}, {"constant", []float64{7, 7, 7, 7, 7, 7}}, {"unknown", []float64{gap, gap, gap, gap, gap, gap}}},
		Categories: []Category{
			{"channel", []string{"shop", "shop", "web", "web", "shop", "fair"}},
			{"size", []string{"s", "s", "", "m", "m", "m"}},
		},
	}}
	e := learn(d, 2)
	columns := []string{"intercept", "age", "age missing", "channel = web", "channel = another", "size = s", "size missing"}
	if !slices.Equal(e.Columns(), columns) {
		t.Fatalf("columns %q", e.Columns())
	}
	z := math.Sqrt(10 * 10 * 4 / 5.)
	if c := e.Numbers[0]; c.Mean != 30 || math.Abs(c.SD-z) > 1e-12 || c.Low != 20 || c.High != 40 {
		t.Errorf("%+v", c)
	}
	// In another order, with a feature that training did not have.
	later := Table{
		Numbers: []Number{{"weather", make([]float64, 3)}, {"unknown", make([]float64, 3)}, {"constant", []float64{7, 8, gap}}, {"age", []float64{1000, gap, 25}}},
		Categories: []Category{
			{"size", []string{"s", "", "xl"}}, {"channel", []string{"fair", "moon", "shop"}},
		},
	}
	x, err := e.matrix(later, 3)
	if err != nil {
		t.Fatal(err)
	}
	want := []float64{
		1, 10 / z, 0, 0, 1, 1, 0,
		1, 0, 1, 0, 1, 0, 1,
		1, -5 / z, 0, 0, 0, 0, 0,
	}
	for i := range want {
		if math.Abs(x[i]-want[i]) > 1e-12 {
			t.Errorf("customer %d, %s: %g, want %g", i/7, columns[i%7], x[i], want[i])
		}
	}
	later.Numbers = later.Numbers[:3]
	if _, err := e.matrix(later, 3); !errors.Is(err, btyd.ErrInvalidRow) || !strings.Contains(err.Error(), `"age"`) {
		t.Errorf("without age: %v", err)
	}
	later.Numbers, later.Categories = d.Features.Numbers, nil
	if _, err := e.matrix(later, 6); !errors.Is(err, btyd.ErrInvalidRow) || !strings.Contains(err.Error(), `"channel"`) {
		t.Errorf("without channel: %v", err)
	}
}
