package btyd_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
)

func TestValidateNamesTheRow(t *testing.T) {
	good := btyd.History{X: 1, Tx: 2, T: 3}
	for want, bad := range map[string]btyd.History{
		"whole number":             {X: 1.5, Tx: 2, T: 3},
		"x must be":                {X: -1, Tx: 2, T: 3},
		"t_x must be zero or more": {X: 1, Tx: math.NaN(), T: 3},
		"before t_x":               {X: 1, Tx: 4, T: 3},
		"finite":                   {X: 1, Tx: 4, T: math.Inf(1)},
		"exactly when x is zero":   {X: 0, Tx: 1, T: 3},
	} {
		rows := btyd.Rows{
			X: []float64{good.X, bad.X}, Tx: []float64{good.Tx, bad.Tx},
			T: []float64{good.T, bad.T}, W: []float64{1, 1},
		}
		err := rows.Validate()
		if !errors.Is(err, btyd.ErrInvalidRow) || !strings.Contains(err.Error(), "row 1") || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v", bad, err)
		}
		if bad.Validate() == nil {
			t.Errorf("%+v passes", bad)
		}
	}
	rows := btyd.Rows{X: []float64{0}, Tx: []float64{0}, T: []float64{1}, W: []float64{0}}
	if err := rows.Validate(); err == nil || !strings.Contains(err.Error(), "weight 0") {
		t.Errorf("zero weight: %v", err)
	}
	rows.W = nil
	if err := rows.Validate(); err == nil {
		t.Error("missing column passes")
	}
}

func TestCompress(t *testing.T) {
	rows := btyd.Compress([]btyd.History{{X: 1, Tx: 2, T: 3}, {T: 3}, {X: 1, Tx: 2, T: 3}, {T: 2}})
	if rows.Len() != 3 || rows.Customers() != 4 || rows.Repeats() != 2 || rows.T[0] != 2 || rows.W[2] != 2 {
		t.Errorf("%+v", rows)
	}
	if btyd.Compress(nil).Len() != 0 {
		t.Error("nobody makes rows")
	}
}

func TestSummary(t *testing.T) {
	d := btyd.Diagnostics{Names: []string{"r"}, Estimate: []float64{0.25}, StdErr: []float64{0.01},
		Converged: true, Customers: 7, Rows: 3, Boundary: []string{"r"}}
	s := d.Summary()
	for _, want := range []string{"converged", "7 customers", "3 distinct", "r 0.25", "no finite positive value"} {
		if !strings.Contains(s, want) {
			t.Errorf("%q lacks %q", s, want)
		}
	}
}
