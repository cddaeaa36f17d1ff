package bayes

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
)

// bell has rows of log density -1 - ((v-m)/s)²/2 in one parameter v.
type bell struct{ means, sds, weights []float64 }

func (bell) Names() []string                             { return []string{"v"} }
func (b bell) Weights() []float64                        { return b.weights }
func (bell) LogLikelihood(p, gradient []float64) float64 { return 0 }
func (b bell) RowLogLikelihoods(p []float64, lo, hi int, dst []float64) {
	for k := range dst[:hi-lo] {
		z := (p[0] - b.means[lo+k]) / b.sds[lo+k]
		dst[k] = -1 - z*z/2
	}
}

func bells() (bell, *Draws) {
	draws, _, slow, _, _ := columns()
	draws.Names, draws.Values = []string{"v"}, [][]float64{slow}
	return bell{[]float64{0, 0.3, 1, 2, 5}, []float64{1, 0.5, 0.3, 0.3, 0.4}, []float64{1, 1, 1, 1, 1}}, draws
}

// Reference values are those of ArviZ 0.23.4, whose standard error divides by
// n where this one divides by n-1. The tail index is far beyond 0.7 for the
// last three rows, on purpose.
func TestElpdAgreesWithArviZ(t *testing.T) {
	l, draws := bells()
	v := make([]float64, 1000)
	rows := []float64{-1.0828660269033765, -1.5252769773214094, -15.637009158122428, -42.42301804185357, -104.61731965618874}
	ks := []float64{-0.07031050026392678, 0.5751766010104716, 2.221415318019247, 3.5819039399965833, 4.289402571274156}
	for i := range rows {
		for s := range v {
			l.RowLogLikelihoods([]float64{draws.Values[0][s]}, i, i+1, v[s:])
		}
		elpd, k := leaveOut(v, 1)
		if math.Abs(elpd/rows[i]-1) > 1e-6 || math.Abs(k-ks[i]) > 1e-6 {
			t.Errorf("row %d: %.12g, k %.8g, want %.12g, %.8g", i, elpd, k, rows[i], ks[i])
		}
	}
	e, err := LOO(context.Background(), l, draws, 0)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(e.Elpd/-166.2609320209042-1) > 1e-6 || math.Abs(e.StdErr/math.Sqrt(1.25)/87.08410977642338-1) > 1e-6 || len(e.Warnings) != 1 {
		t.Errorf("LOO %.12g (%.12g) %v", e.Elpd, e.StdErr/math.Sqrt(1.25), e.Warnings)
	}
	w, err := WAIC(context.Background(), l, draws, 0)
	if err != nil {
		t.Fatal(err)
	}
	// ArviZ' variance over draws divides by n, too.
	if want := 219.22293621236904 * 1000 / 999; math.Abs(w.Parameters/want-1) > 1e-9 {
		t.Errorf("WAIC parameters %.12g, want %.12g", w.Parameters, want)
	}
	if want := -291.06048118979373 - 219.22293621236904/999; math.Abs(w.Elpd/want-1) > 1e-9 || len(w.Warnings) != 1 {
		t.Errorf("WAIC %.12g, want %.12g; %v", w.Elpd, want, w.Warnings)
	}
}

func TestElpdOfWeightedRows(t *testing.T) {
	l, draws := bells()
	many := bell{nil, nil, nil}
	weighted := bell{l.means[:2], l.sds[:2], []float64{700, 3}}
	for i, w := range weighted.weights {
		for range int(w) {
			many.means, many.sds, many.weights = append(many.means, l.means[i]), append(many.sds, l.sds[i]), append(many.weights, 1)
		}
	}
	one, err := LOO(context.Background(), weighted, draws, 500)
	if err != nil {
		t.Fatal(err)
	}
	all, err := LOO(context.Background(), many, draws, 500) // in two blocks
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string][2]float64{
		"elpd": {one.Elpd, all.Elpd}, "standard error": {one.StdErr, all.StdErr}, "parameters": {one.Parameters, all.Parameters},
	} {
		if math.Abs(v[0]/v[1]-1) > 1e-9 {
			t.Errorf("%s: %.12g weighted, %.12g row by row", name, v[0], v[1])
		}
	}
}

func TestCompare(t *testing.T) {
	a := Elpd{Rows: []float64{-1, -2}, Weights: []float64{3, 1}}
	b := Elpd{Rows: []float64{-2, -2}, Weights: []float64{3, 1}}
	d, se, err := Compare(a, b)
	// Differences 1, 1, 1, 0: sum 3, standard error sqrt(4 × 1/4).
	if err != nil || math.Abs(d-3) > 1e-12 || math.Abs(se-1) > 1e-12 {
		t.Errorf("%g (%g) %v", d, se, err)
	}
	for _, other := range []Elpd{{}, {Rows: b.Rows, Weights: []float64{3, 2}}} {
		if _, _, err := Compare(a, other); !errors.Is(err, btyd.ErrInvalidRow) {
			t.Errorf("%v: %v", other, err)
		}
	}
	l, draws := bells()
	draws.Names, draws.Values = nil, nil
	if _, err := WAIC(context.Background(), l, draws, 0); !errors.Is(err, btyd.ErrInvalidRow) {
		t.Errorf("draws of another model: %v", err)
	}
}
