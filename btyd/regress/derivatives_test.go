package regress

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// TestDerivatives compares the objective's gradient and Hessian with
// differences, at random points and covariates, with and without the penalty
// and with a coefficient of both processes.
func TestDerivatives(t *testing.T) {
	t.Run("paretonbd", func(t *testing.T) { derivatives[paretonbd.Model](t) })
	t.Run("bgnbd", func(t *testing.T) { derivatives[bgnbd.Model](t) })
	t.Run("mbgnbd", func(t *testing.T) { derivatives[mbgnbd.Model](t) })
	t.Run("gammagamma", func(t *testing.T) {
		btydtest.Check(t, func(rt *rapid.T) {
			d := spendersOf(spendTruth, 30, rapid.Uint64().Draw(rt, "seed"))
			design, err := newSpendDesign(d)
			if err != nil {
				rt.Skip(err)
			}
			s, err := amounts(d.Rows)
			if err != nil {
				rt.Skip(err)
			}
			differences(rt, s, design)
		})
	})
}

func derivatives[B Base](t *testing.T) {
	btydtest.Check(t, func(rt *rapid.T) {
		d := customersOf(paretoTruth, 30, rapid.Uint64().Draw(rt, "seed"))
		d.Dropout, d.DropoutNames = d.Purchase, d.PurchaseNames
		if d.Rows.Repeats() == 0 {
			rt.Skip("no repeat purchase")
		}
		design, err := newDesign(d, []string{"basket"})
		if err != nil {
			rt.Skip(err)
		}
		differences(rt, histories[B](d.Rows), design)
	})
}

func differences(rt *rapid.T, s source, d design) {
	r := &search{source: s, design: d}
	if rapid.Bool().Draw(rt, "penalised") {
		r.options.L2 = 0.3
	}
	index := sorted(nil, len(s.weight))
	l := newLikelihood(s, d, index)
	x := make([]float64, len(s.names)+len(d.coefficients))
	for i := range x {
		x[i] = rapid.Float64Range(-1.5, 1.5).Draw(rt, "x")
	}
	_, g, h := r.objective(l, x, 0)
	const step = 1e-3
	for i := range x {
		value, gradient := 0.0, make([]float64, len(x))
		for _, point := range []struct{ offset, weight float64 }{{-2, 1}, {-1, -8}, {1, 8}, {2, -1}} {
			y := append([]float64(nil), x...)
			y[i] += point.offset * step
			f, gy, _ := r.objective(l, y, 0)
			value += point.weight * f / (12 * step)
			for j := range gy {
				gradient[j] += point.weight * gy[j] / (12 * step)
			}
		}
		// The error of five points is of the fourth order in the step, a
		// billionth of the fifth derivative.
		if math.Abs(value-g[i]) > 1e-7*(1+math.Abs(g[i])) {
			rt.Fatalf("%s: slope %.12g, by differences %.12g", r.names()[i], g[i], value)
		}
		for j := range x {
			if math.Abs(gradient[j]-h[i][j]) > 1e-6*(1+math.Abs(h[i][j])) {
				rt.Fatalf("%s, %s: curvature %.12g, by differences %.12g", r.names()[i], r.names()[j], h[i][j], gradient[j])
			}
		}
	}
}

// TestZeroCoefficients: with all coefficients zero the likelihood and the base
// part of its derivatives are the plain model's.
func TestZeroCoefficients(t *testing.T) {
	zero(t, paretoTruth)
	zero(t, bgTruth)
	zero(t, mbgTruth)
	d := spendersOf(spendTruth, 500, 3)
	design, err := newSpendDesign(d)
	if err != nil {
		t.Fatal(err)
	}
	s, err := amounts(d.Rows)
	if err != nil {
		t.Fatal(err)
	}
	f, _, _ := spendTruth.Base.Derivatives(d.Rows)
	atZero(t, s, design, spendTruth.Base.Parameters(), f)
	own, err := SpendModel{Base: spendTruth.Base, Coefficients: []float64{0, 0}}.For([]float64{1, 3})
	if err != nil || own != spendTruth.Base {
		t.Errorf("%+v, %v", own, err)
	}
}

func zero[B Base](t *testing.T, m Model[B]) {
	t.Helper()
	d := customersOf(paretoTruth, 500, 3)
	design, err := newDesign(d, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := 0.0
	for i := range d.Rows.W {
		want += m.Base.LogLikelihood(btyd.History{X: d.Rows.X[i], Tx: d.Rows.Tx[i], T: d.Rows.T[i]})
	}
	atZero(t, histories[B](d.Rows), design, m.Base.Parameters(), want)
	m.Purchase, m.Dropout = []float64{0, 0}, []float64{0}
	if got, err := m.LogLikelihood(d); err != nil || got != want {
		t.Errorf("%T: %.16g, %v; want %.16g", m.Base, got, err, want)
	}
}

func atZero(t *testing.T, s source, d design, base []float64, want float64) {
	t.Helper()
	r := &search{source: s, design: d}
	x := r.searched(append(append([]float64(nil), base...), make([]float64, len(d.coefficients))...))
	got := newLikelihood(s, d, sorted(nil, len(s.weight))).at(x, 1)
	if math.Abs(got.f-want) > 1e-12*math.Abs(want) {
		t.Errorf("%v: %.16g, want %.16g", s.names, got.f, want)
	}
}

// TestRowsTogether: summing rows with a table of counts is summing them one by
// one.
func TestRowsTogether(t *testing.T) {
	d := customersOf(paretoTruth, 700, 4)
	rng := rand.New(rand.NewPCG(5, 6))
	for i := range d.Rows.W {
		d.Rows.W[i] = float64(1 + rng.IntN(4))
	}
	together(t, histories[paretonbd.Model](d.Rows), paretoTruth.Base.Parameters())
	together(t, histories[bgnbd.Model](d.Rows), bgTruth.Base.Parameters())
	together(t, histories[mbgnbd.Model](d.Rows), mbgTruth.Base.Parameters())
	s, err := amounts(spendersOf(spendTruth, 700, 5).Rows)
	if err != nil {
		t.Fatal(err)
	}
	together(t, s, gammagamma.Model{P: 6, Q: 4, V: 15}.Parameters())
}

func together(t *testing.T, s source, parameters []float64) {
	t.Helper()
	var p numeric.Vector
	copy(p[:], parameters)
	n := len(s.weight)
	sum := s.gather(sorted(nil, n))
	f, g, h := sum(p, 0, n)
	for i := range n {
		fi, gi, hi := sum(p, i, i+1)
		f -= fi
		for a := range parameters {
			g[a] -= gi[a]
			for b := range parameters {
				h[a][b] -= hi[a][b]
			}
		}
	}
	for _, left := range append(g[:], append(h[0][:], f, h[1][2], h[2][1], h[3][3], h[3][1])...) {
		if math.Abs(left) > 1e-8 {
			t.Errorf("%v: left over %g, %g, %g", s.names, f, g, h)
			return
		}
	}
}
