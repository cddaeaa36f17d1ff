package cnbd

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
)

func TestObserve(t *testing.T) {
	c, err := Observe([]float64{2, 5, 12, 40}, 30)
	want := customer(3, 12, 30, math.Log(2)+math.Log(3)+math.Log(7))
	if err != nil || c.History != want.History || math.Abs(c.LogGaps-want.LogGaps) > 1e-14 {
		t.Errorf("%+v, %v, want %+v", c, err, want)
	}
	for _, times := range [][]float64{{0}, {3, 3}, {3, 2}, {math.NaN()}} {
		if _, err := Observe(times, 30); !errors.Is(err, btyd.ErrInvalidRow) {
			t.Errorf("%v: %v", times, err)
		}
	}
}

func TestBadInput(t *testing.T) {
	good := btyd.Rows{X: []float64{1, 2}, Tx: []float64{3, 8}, T: []float64{9, 9}, W: []float64{3, 4}}
	for _, c := range []struct {
		gaps []float64
		says string
	}{
		{[]float64{math.Log(3)}, "2 rows, but 1 sums"},
		{[]float64{math.Log(3), 2 * math.Log(4.1)}, "row 1"},
		{[]float64{math.Inf(-1), 1}, "row 0"},
	} {
		rows := Rows{Rows: good, LogGaps: c.gaps}
		_, _, err := Fit(context.Background(), rows, Options{})
		_, _, latent := FitLatent(context.Background(), rows, LatentOptions{})
		for _, err := range []error{err, latent} {
			if !errors.Is(err, btyd.ErrInvalidRow) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v: %v", c.gaps, err)
			}
		}
	}
	if err := customer(0, 0, 3, 1).Validate(); !errors.Is(err, btyd.ErrInvalidRow) {
		t.Errorf("gaps without purchases: %v", err)
	}
	for _, k := range []int{-1, MaxK + 1} {
		if _, _, err := Fit(context.Background(), Rows{Rows: good}, Options{K: k}); !errors.Is(err, btyd.ErrInvalidStart) {
			t.Errorf("k = %d: %v", k, err)
		}
	}
	for _, classes := range [][]int{{2, 1}, {0, 1}, {3, 3}} {
		if _, _, err := FitLatent(context.Background(), Rows{Rows: good}, LatentOptions{K: classes}); !errors.Is(err, btyd.ErrInvalidStart) {
			t.Errorf("classes %v: %v", classes, err)
		}
	}
}

// Gaps choose the k.
func TestFitChooses(t *testing.T) {
	truth := Model{K: 3, R: 1.2, Alpha: 2, A: 0.5, B: 2}
	customers, _ := simulated(t, truth, 1500, 9)
	m, d, err := Fit(context.Background(), Compress(customers), Options{})
	if err != nil || m.K != 3 || !d.Converged {
		t.Fatalf("k = %d, %s, %v", m.K, d.Summary(), err)
	}
	total := 0.0
	for _, c := range customers {
		total += m.LogLikelihoodOf(c)
	}
	if math.Abs(total-d.LogLikelihood) > 1e-7 {
		t.Errorf("log-likelihood %.9f, over customers %.9f", d.LogLikelihood, total)
	}
	for i, p := range truth.Parameters() {
		if math.Abs(d.Estimate[i]-p) > 3*d.StdErr[i] {
			t.Errorf("%s = %g (se %.2g), truth %g", d.Names[i], d.Estimate[i], d.StdErr[i], p)
		}
	}
}
