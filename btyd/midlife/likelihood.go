package midlife

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// block is how many rows are summed together: sums are taken in this order on
// any number of processors.
const block = 256

// sum is a log-likelihood with its gradient and Hessian in the natural
// parameters, of which the upper triangle is filled.
type sum struct {
	f float64
	g [apart]float64
	h [apart][apart]float64
}

func (s *sum) add(o *sum) {
	s.f += o.f
	for i := range s.g {
		s.g[i] += o.g[i]
		for j := i; j < apart; j++ {
			s.h[i][j] += o.h[i][j]
		}
	}
}

// at is minus the log-likelihood of a customer with its derivatives in the
// logarithms of the parameters: d/d ln p = p d/dp.
func (s *search) at(x []float64) (float64, []float64, [][]float64) {
	n := len(x)
	g, h := make([]float64, n), make([][]float64, n)
	for i := range h {
		h[i] = make([]float64, n)
	}
	m, ok := s.model(x)
	if !ok {
		return math.Inf(1), g, h
	}
	total := m.derivatives(s.rows, s.opts.Parallel)
	p := [apart]float64{m.Old.R, m.Old.Alpha, m.Old.S, m.Old.Beta, m.Opening, m.NewR, m.NewAlpha}
	for i := range apart {
		a := common(i, n)
		g[a] -= p[i] * total.g[i] / s.customers
		h[a][a] -= p[i] * total.g[i] / s.customers
		for j := range apart {
			h[a][common(j, n)] -= p[i] * p[j] * total.h[min(i, j)][max(i, j)] / s.customers
		}
	}
	return -total.f / s.customers, g, h
}

// common is the place of a parameter among those searched: rates of new
// customers may be those of old ones.
func common(i, n int) int {
	if i < n {
		return i
	}
	return i - shared
}

// derivatives sums the log-likelihood of rows with its derivatives.
func (m Model) derivatives(rows btyd.Rows, parallel int) sum {
	parts := make([]sum, (rows.Len()+block-1)/block)
	estimate.Each(parallel, len(parts), func(k int) {
		for i := k * block; i < min((k+1)*block, rows.Len()); i++ {
			m.row(btyd.History{X: rows.X[i], Tx: rows.Tx[i], T: rows.T[i]}, rows.W[i], &parts[k])
		}
	})
	var total sum
	for i := range parts {
		total.add(&parts[i])
	}
	return total
}

// row adds ln(ω ℓ_old α/r + ℓ_new) - ln(1 + ω g(f)). The derivatives of the
// logarithm of a mixture are the means of those of its parts, by the chance p
// of either, and to the second p (1-p) d dᵀ, d the difference of the gradients.
func (m Model) row(h btyd.History, w float64, s *sum) {
	old, fresh := m.known(h), m.arrived(h)
	top := math.Max(old.f, fresh.f)
	a, b := math.Exp(old.f-top), math.Exp(fresh.f-top)
	p := a / (a + b)
	seen := m.appearing(m.unseen(h))
	q := 1 / (1 + math.Exp(-seen.f))
	s.f += w * (top + math.Log(a+b) - math.Max(seen.f, 0) - math.Log1p(math.Exp(-math.Abs(seen.f))))
	for i := range apart {
		di := old.g[i] - fresh.g[i]
		s.g[i] += w * (fresh.g[i] + p*di - q*seen.g[i])
		for j := i; j < apart; j++ {
			s.h[i][j] += w * (p*old.h[i][j] + (1-p)*fresh.h[i][j] + p*(1-p)*di*(old.g[j]-fresh.g[j]) -
				q*seen.h[i][j] - q*(1-q)*seen.g[i]*seen.g[j])
		}
	}
}

// one is a history as rows.
func one(h btyd.History) btyd.Rows {
	return btyd.Rows{X: []float64{h.X}, Tx: []float64{h.Tx}, T: []float64{h.T}, W: []float64{1}}
}

// known is ln(ω ℓ_old α/r) with its derivatives.
func (m Model) known(h btyd.History) (s sum) {
	f, g, c := m.Old.Derivatives(one(m.watched(h)))
	s.place(f, g, c, [4]int{iR, iAlpha, iS, iBeta})
	r, alpha, opening := m.Old.R, m.Old.Alpha, m.Opening
	s.f += math.Log(opening * alpha / r)
	s.g[iR] -= 1 / r
	s.g[iAlpha] += 1 / alpha
	s.g[iOpening] += 1 / opening
	s.h[iR][iR] += 1 / (r * r)
	s.h[iAlpha][iAlpha] -= 1 / (alpha * alpha)
	s.h[iOpening][iOpening] -= 1 / (opening * opening)
	return s
}

// arrived is ln ℓ_new with its derivatives.
func (m Model) arrived(h btyd.History) (s sum) {
	f, g, c := m.New().Derivatives(one(h))
	s.place(f, g, c, [4]int{iNewR, iNewA, iS, iBeta})
	return s
}

// place puts derivatives in r, alpha, s, beta where those parameters are.
func (s *sum) place(f float64, g numeric.Vector, h numeric.Matrix, at [4]int) {
	s.f = f
	for i, a := range at {
		s.g[a] = g[i]
		for j, b := range at {
			s.h[min(a, b)][max(a, b)] = h[i][j]
		}
	}
}

// appearing is ln(ω g(f)) with its derivatives.
func (m Model) appearing(f float64) (s sum) {
	o := m.Old
	s.f = math.Log(m.Opening) + m.fading(f)
	a, b := f/(o.Alpha*(o.Alpha+f)), f/(o.Beta*(o.Beta+f))
	s.g = [apart]float64{-math.Log1p(f / o.Alpha), (o.R + 1) * a, -math.Log1p(f / o.Beta), o.S * b, 1 / m.Opening}
	s.h[iR][iAlpha], s.h[iS][iBeta] = a, b
	s.h[iAlpha][iAlpha] = -(o.R + 1) * a * (1/o.Alpha + 1/(o.Alpha+f))
	s.h[iBeta][iBeta] = -o.S * b * (1/o.Beta + 1/(o.Beta+f))
	s.h[iOpening][iOpening] = -1 / (m.Opening * m.Opening)
	return s
}
