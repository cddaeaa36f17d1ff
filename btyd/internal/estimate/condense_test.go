package estimate

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// smooth is shaped as the log-likelihood of a history: powers of α+t_x and of
// α+T, and odds of having died that grow with the silence since t_x.
func smooth(x, tx, t float64) float64 {
	const r, alpha = 0.6, 10
	odds := 0.3 * math.Expm1((r+x)*math.Log((alpha+t)/(alpha+tx)))
	return -(r+x)*math.Log(alpha+t) + math.Log1p(odds)
}

func randomRows(n int, youngest float64) btyd.Rows {
	rng := rand.New(rand.NewPCG(3, 5))
	var rows btyd.Rows
	for range n {
		t := youngest + (80-youngest)*rng.Float64()
		x := math.Floor(6 * rng.ExpFloat64() * rng.Float64())
		tx := 0.0
		if x > 0 {
			tx = t * math.Pow(1-rng.Float64(), 1/x)
		}
		rows.X, rows.Tx = append(rows.X, x), append(rows.Tx, tx)
		rows.T, rows.W = append(rows.T, t), append(rows.W, 1+math.Floor(3*rng.Float64()))
	}
	return rows
}

func total(rows btyd.Rows, f func(x, tx, t float64) float64) (sum float64) {
	for i, w := range rows.W {
		sum += w * f(rows.X[i], rows.Tx[i], rows.T[i])
	}
	return sum
}

func TestCondenseKeepsSums(t *testing.T) {
	for _, young := range []float64{0.001, 20, 70, 80} {
		rows := randomRows(200_000, young)
		few, ok := Condense(rows)
		if !ok || few.Len() > rows.Len()/5 {
			t.Fatalf("youngest %g: %d rows", young, few.Len())
		}
		for i := range few.X {
			if h := (btyd.History{X: few.X[i], Tx: few.Tx[i], T: few.T[i]}); h.Validate() != nil {
				t.Fatal(h.Validate())
			}
		}
		for name, f := range map[string]func(x, tx, t float64) float64{
			"customers":    func(_, _, _ float64) float64 { return 1 },
			"repeats":      func(x, _, _ float64) float64 { return x },
			"recency":      func(_, tx, _ float64) float64 { return tx },
			"buying often": func(x, _, _ float64) float64 { return x * x * x },
			"likelihood":   smooth,
		} {
			want, got := total(rows, f), total(few, f)
			if math.Abs(got/want-1) > 1e-8 {
				t.Errorf("youngest %g: %s of %d rows %.10g, of %d %.10g", young, name, rows.Len(), want, few.Len(), got)
			}
		}
	}
}

func TestCondenseKeepsRowsWithoutAge(t *testing.T) {
	rows := randomRows(50_000, 20)
	rows.X[7], rows.Tx[7], rows.T[7] = 0, 0, 0
	rows.X[8], rows.Tx[8] = 1e6, rows.T[8]/2
	few, ok := Condense(rows)
	if !ok || !slices.Contains(few.T, 0) || !slices.Contains(few.X, 1e6) {
		t.Errorf("%v: the youngest of %d rows is %g", ok, few.Len(), slices.Min(few.T))
	}
	if want, got := total(rows, smooth), total(few, smooth); math.Abs(got/want-1) > 1e-8 {
		t.Errorf("sum %.10g, want %.10g", got, want)
	}
}

func TestCondenseSaysWhereLittleIsGained(t *testing.T) {
	if few, ok := Condense(randomRows(300, 1)); ok || few.Len() != 300 {
		t.Errorf("%d rows, %v", few.Len(), ok)
	}
}

// counted counts its passes.
type counted struct {
	normal
	passes *int
}

func (c counted) At(p numeric.Vector) Pass {
	*c.passes++
	return c.normal.At(p)
}

// A condensed likelihood that is a little wrong does not change the answer,
// only how many passes over all rows it takes.
func TestFitByWayOfACondensedLikelihood(t *testing.T) {
	const n = 100_000
	for _, few := range []Likelihood{normal{n, 2}, normal{n / 2, 1}, nil} {
		p := problem(n)
		full := 0
		sample := p.Sample
		p.Sample = func(stride int) Likelihood {
			if stride == 1 {
				return counted{normal{n, 1}, &full}
			}
			return sample(stride)
		}
		p.Condensed = func() Likelihood { return few }
		v, _, err := Fit(context.Background(), p, btyd.Options{})
		if err != nil {
			t.Fatal(err)
		}
		mean, variance := float64(n+1)/2, (float64(n)*float64(n)-1)/12
		if math.Abs(v[0]/mean-1) > 1e-8 || math.Abs(v[1]/variance-1) > 1e-8 {
			t.Errorf("%v, want %g, %g", v, mean, variance)
		}
		if few == (normal{n, 2}) && full > 4 {
			t.Errorf("%d passes over all rows after an answer that is right to five digits", full)
		}
	}
}
