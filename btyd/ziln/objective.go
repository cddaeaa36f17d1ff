package ziln

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// part is one of the two regressions that the likelihood falls apart into:
// who returns, on all customers, and how much, on those who do. Both are means
// per customer, so that a search steps alike on few and on many.
type part struct {
	x      []float64 // one encoded customer after the other
	y, w   []float64
	width  int
	total  float64 // of the weights
	ridge  float64 // strength of the penalty
	blocks int     // linear predictors
}

// returning is the logistic regression of return.
func (p part) returning(beta []float64) (f float64, g []float64, h [][]float64) {
	g, h = make([]float64, p.width), square(p.width)
	for i, y := range p.y {
		x, w := p.x[i*p.width:][:p.width], p.w[i]/p.total
		z := dot(beta, x)
		q := logistic(z)
		if y > 0 {
			f += w * softplus(-z)
			q--
		} else {
			f += w * softplus(z)
		}
		p.add(g, h, 0, 0, w*q, w*logistic(z)*logistic(-z), x)
	}
	return p.penalise(f, beta, g, h)
}

// spending is the log-normal regression: the first half of beta is for μ, the
// second for the raw scale. Per customer it is ln σ + e²/2 with
// e = (ln y - μ)/σ, and y is held as its logarithm.
func (p part) spending(beta []float64) (f float64, g []float64, h [][]float64) {
	d := p.width
	g, h = make([]float64, 2*d), square(2*d)
	for i, l := range p.y {
		x, w := p.x[i*d:][:d], p.w[i]/p.total
		raw := dot(beta[d:], x)
		sigma, s1, s2 := math.Max(softplus(raw), leastSigma), logistic(raw), logistic(raw)*logistic(-raw)
		if sigma == leastSigma {
			s1, s2 = 0, 0
		}
		e := (l - dot(beta[:d], x)) / sigma
		f += w * (math.Log(sigma) + e*e/2)
		dsigma, dsigma2 := (1-e*e)/sigma, (3*e*e-1)/(sigma*sigma)
		p.add(g, h, 0, 0, -w*e/sigma, w/(sigma*sigma), x)
		p.add(g, h, d, d, w*dsigma*s1, w*(dsigma2*s1*s1+dsigma*s2), x)
		p.add(g, h, 0, d, 0, w*2*e*s1/(sigma*sigma), x)
	}
	return p.penalise(f, beta, g, h)
}

// add adds one customer's slope to the gradient of the predictor at row, and
// the curvature between it and the one at column to the upper triangle.
func (p part) add(g []float64, h [][]float64, row, column int, slope, curvature float64, x []float64) {
	for a, xa := range x {
		if xa == 0 {
			continue
		}
		g[row+a] += slope * xa
		b := 0
		if row == column {
			b = a
		}
		line, c := h[row+a][column:], curvature*xa
		for ; b < len(x); b++ {
			line[b] += c * x[b]
		}
	}
}

// penalise adds the prior and completes the Hessian.
func (p part) penalise(f float64, beta, g []float64, h [][]float64) (float64, []float64, [][]float64) {
	k := p.ridge / p.total
	for i, b := range beta {
		if i%p.width != 0 {
			f += k * b * b / 2
			g[i] += k * b
			h[i][i] += k
		}
		for j := range i {
			h[i][j] = h[j][i]
		}
	}
	return f, g, h
}

// covariance is that of the coefficients at a minimum, and whether there is
// one.
func (p part) covariance(m numeric.DenseMinimum) ([][]float64, bool) {
	for _, held := range m.AtBound {
		if held {
			return nil, false
		}
	}
	inverse, ok := numeric.InversePositiveDense(m.H)
	for i := range inverse {
		for j := range inverse[i] {
			inverse[i][j] /= p.total
		}
	}
	return inverse, ok
}

func square(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	return m
}
