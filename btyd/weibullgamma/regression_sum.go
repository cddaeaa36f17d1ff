package weibullgamma

import "math"

// regressionSum adds up minus the log-likelihood with its derivatives in ln r,
// ln α, ln c (if searched) and the coefficients of covariates. All but ln r
// act through z = c ln t - ln α + γ·x alone, linearly but for c.
type regressionSum struct {
	f     float64
	g     []float64
	h     [][]float64 // the upper triangle
	m     Model       // of the customer turned to
	slope []float64   // of z at that customer
	first int         // coefficient of a covariate
}

func newRegressionSum(x []float64, first int) *regressionSum {
	n := len(x)
	s := &regressionSum{g: make([]float64, n), h: make([][]float64, n), slope: make([]float64, n), first: first}
	for i := range s.h {
		s.h[i] = make([]float64, n)
	}
	s.m = Model{R: math.Exp(x[iR]), C: 1}
	if s.searchesC() {
		s.m.C = math.Exp(x[iC])
	}
	s.slope[iAlpha] = -1
	return s
}

func (s *regressionSum) searchesC() bool { return s.first > iC }

// turnTo makes the customer with the given covariates the current one.
func (s *regressionSum) turnTo(x, covariates []float64) {
	logAlpha := x[iAlpha]
	for k, v := range covariates {
		s.slope[s.first+k] = v
		logAlpha -= x[s.first+k] * v
	}
	s.m.Alpha = math.Exp(logAlpha)
}

// survive adds w ln S(t) = -w r ln(1+e^z).
func (s *regressionSum) survive(w, t float64) {
	z := s.m.odds(t)
	fall, q := w*s.m.R*softplus(z), w*s.m.R*logistic(z)
	s.f += fall
	s.g[iR] += fall
	s.h[iR][iR] += fall
	s.along(t, -q, -q*logistic(-z))
	for a := iAlpha; a < len(s.slope); a++ {
		s.h[iR][a] += q * s.slope[a]
	}
}

// lose adds w ln h(t) = w (ln r + ln c - ln t - ln(1+e^-z)).
func (s *regressionSum) lose(w, t float64) {
	z := s.m.odds(t)
	s.f -= w * s.m.logHazard(t)
	s.g[iR] -= w
	if s.searchesC() {
		s.g[iC] -= w
	}
	s.along(t, w*logistic(-z), -w*logistic(z)*logistic(-z))
}

// along adds the derivatives of a function of z by its first two.
func (s *regressionSum) along(t, first, second float64) {
	if s.searchesC() {
		s.slope[iC] = s.m.C * math.Log(t)
		s.h[iC][iC] -= first * s.slope[iC] // c ln t curves in ln c
	}
	for a := iAlpha; a < len(s.slope); a++ {
		s.g[a] -= first * s.slope[a]
		for b := a; b < len(s.slope); b++ {
			s.h[a][b] -= second * s.slope[a] * s.slope[b]
		}
	}
}
