package gammagamma

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// The order of the parameters in vectors.
const (
	iP = iota
	iQ
	iV
)

// likelihood is the sum over rows with its derivatives. All but one term of a
// row depends on the count alone or is linear in p, so the constants below
// are summed once. Amounts are taken relative to unit for their logarithms.
type likelihood struct {
	rows            btyd.SpendRows
	counts          estimate.Counts
	customers       float64
	unit            float64
	logM, xLogTotal float64 // Σ w ln M, Σ w x ln(x M/unit)
}

func newLikelihood(rows btyd.SpendRows, unit float64) *likelihood {
	return summarise(rows, estimate.Count(rows.X, rows.W), unit)
}

// summarise sums what does not depend on the parameters; counts is the
// histogram of rows.X, or its values one by one.
func summarise(rows btyd.SpendRows, counts estimate.Counts, unit float64) *likelihood {
	l := &likelihood{rows: rows, counts: counts, customers: rows.Customers(), unit: unit}
	inverse := 1 / unit
	for i, x := range rows.X {
		lm := math.Log(rows.M[i] * inverse)
		l.logM += rows.W[i] * lm
		l.xLogTotal += rows.W[i] * x * lm
	}
	for i, x := range l.counts.Value {
		l.xLogTotal += l.counts.Weight[i] * x * math.Log(x)
	}
	return l
}

func (l *likelihood) Len() int           { return l.rows.Len() }
func (l *likelihood) Customers() float64 { return l.customers }

func (l *likelihood) At(p numeric.Vector) estimate.Pass {
	return &pass{likelihood: l, m: Model{P: p[iP], Q: p[iQ], V: p[iV]}}
}

// pass is the likelihood at one point.
type pass struct {
	*likelihood
	m Model
}

// Shared sums everything but -(px+q) ln((v + x M)/unit).
func (s *pass) Shared() (t estimate.Sum) {
	p, q, v := s.m.P, s.m.Q, s.m.V
	for i, x := range s.counts.Value {
		w, px := s.counts.Weight[i], s.m.P*x
		t.F -= w * numeric.LogBeta(px, q)
		up := numeric.DigammaRise(px, q)
		both := numeric.Trigamma(px + q)
		t.G[iP] += w * x * up
		t.G[iQ] += w * numeric.DigammaRise(q, px)
		t.H[iP][iP] += w * x * x * (both - numeric.Trigamma(px))
		t.H[iP][iQ] += w * x * both
		t.H[iQ][iQ] += w * (both - numeric.Trigamma(q))
	}
	c := s.customers
	lv := math.Log(v / s.unit)
	t.F += c*q*lv + p*s.xLogTotal - s.logM - c*math.Log(s.unit)
	t.G[iP] += s.xLogTotal
	t.G[iQ] += c * lv
	t.G[iV] += c * q / v
	t.H[iQ][iV] += c / v
	t.H[iV][iV] -= c * q / (v * v)
	return t
}

// Rows adds -(px+q) ln((v + x M)/unit) for each row.
func (s *pass) Rows(lo, hi int, t *estimate.Sum) {
	var l, xl, inv, xinv, inv2, xinv2 float64
	xs, ms, ws := s.rows.X[lo:hi], s.rows.M[lo:hi], s.rows.W[lo:hi]
	scale := 1 / s.unit
	for i, x := range xs {
		total := s.m.V + x*ms[i]
		w := ws[i]
		wl := w * math.Log(total*scale)
		l += wl
		xl += x * wl
		y := 1 / total
		wy := w * y
		inv += wy
		xinv += x * wy
		inv2 += wy * y
		xinv2 += x * wy * y
	}
	p, q := s.m.P, s.m.Q
	t.F -= p*xl + q*l
	t.G[iP] -= xl
	t.G[iQ] -= l
	t.G[iV] -= p*xinv + q*inv
	t.H[iP][iV] -= xinv
	t.H[iQ][iV] -= inv
	t.H[iV][iV] += p*xinv2 + q*inv2
}
