package midlife

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// block is how many rows are gathered for one pass of the Pareto/NBD: sums are
// taken in this order on any number of processors.
const block = 512

// sum is a log-likelihood with its gradient in the natural parameters.
type sum struct {
	f float64
	g [apart]float64
}

// at is minus the log-likelihood of a customer with its gradient in the
// logarithms of the parameters.
func (s *search) at(x []float64) (float64, []float64) {
	m, ok := s.model(x)
	if !ok {
		return math.Inf(1), make([]float64, len(x))
	}
	total := m.derivatives(s.rows, s.opts.Parallel)
	if len(x) == shared {
		total.g[iR] += total.g[iNewR]
		total.g[iAlpha] += total.g[iNewA]
	}
	g := make([]float64, len(x))
	for i := range g {
		g[i] = -math.Exp(x[i]) * total.g[i] / s.customers
	}
	return -total.f / s.customers, g
}

// derivatives sums the log-likelihood of rows with its gradient. The gradient
// of the logarithm of a mixture is the mean of those of its parts, weighted by
// the chances of either: so it is that of two Pareto/NBD likelihoods in which
// every row counts for its share.
func (m Model) derivatives(rows btyd.Rows, parallel int) sum {
	parts := make([]sum, (rows.Len()+block-1)/block)
	estimate.Each(parallel, len(parts), func(k int) {
		lo, hi := k*block, min((k+1)*block, rows.Len())
		parts[k] = m.part(rows, lo, hi)
	})
	var total sum
	for _, p := range parts {
		total.f += p.f
		for i, v := range p.g {
			total.g[i] += v
		}
	}
	return total
}

// part is the sum over rows lo to hi-1.
func (m Model) part(rows btyd.Rows, lo, hi int) (s sum) {
	n := hi - lo
	room := make([]float64, 5*n)
	old := btyd.Rows{X: room[:n], Tx: room[n : 2*n], T: room[2*n : 3*n], W: room[3*n : 4*n]}
	fresh := btyd.Rows{X: rows.X[lo:hi], Tx: rows.Tx[lo:hi], T: rows.T[lo:hi], W: room[4*n:]}
	share := 0.0
	for i := range n {
		h := btyd.History{X: fresh.X[i], Tx: fresh.Tx[i], T: fresh.T[i]}
		w, since := m.watched(h), m.unseen(h)
		log, p := m.mix(h)
		c := rows.W[lo+i]
		seen := m.Opening * math.Exp(m.fading(since))
		s.f += c * (log - math.Log1p(seen))
		old.X[i], old.Tx[i], old.T[i], old.W[i], fresh.W[i] = w.X, w.Tx, w.T, c*p, c*(1-p)
		share += c * p
		s.seen(m, since, c*seen/(1+seen))
	}
	s.g[iOpening] += share / m.Opening
	s.g[iR] -= share / m.Old.R
	s.g[iAlpha] += share / m.Old.Alpha
	_, a, _ := m.Old.Derivatives(old)
	_, b, _ := m.New().Derivatives(fresh)
	s.add(a, b)
	return s
}

// seen takes the gradient of ln(1 + ω g(f)), weighted.
func (s *sum) seen(m Model, f, w float64) {
	o := m.Old
	s.g[iR] += w * math.Log1p(f/o.Alpha)
	s.g[iAlpha] -= w * (o.R + 1) * f / (o.Alpha * (o.Alpha + f))
	s.g[iS] += w * math.Log1p(f/o.Beta)
	s.g[iBeta] -= w * o.S * f / (o.Beta * (o.Beta + f))
	s.g[iOpening] -= w / m.Opening
}

// add adds the gradients of old customers and of new ones.
func (s *sum) add(old, fresh numeric.Vector) {
	for i := range iOpening {
		s.g[i] += old[i]
	}
	s.g[iNewR] += fresh[iR]
	s.g[iNewA] += fresh[iAlpha]
	s.g[iS] += fresh[iS]
	s.g[iBeta] += fresh[iBeta]
}
