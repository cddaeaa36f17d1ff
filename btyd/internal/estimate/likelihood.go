// Package estimate finds the maximum of a log-likelihood that is a sum over
// rows. It knows how to search, on how many rows and on how many processors,
// and how to report the answer; it does not know which model it serves.
package estimate

import (
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Sum is a log-likelihood with its gradient and Hessian in the natural
// parameters. Only the upper triangle of H is filled while summing.
type Sum struct {
	F float64
	G numeric.Vector
	H numeric.Matrix
}

// Add accumulates another sum.
func (s *Sum) Add(o *Sum) {
	s.F += o.F
	for i := range s.G {
		s.G[i] += o.G[i]
		for j := i; j < len(s.G); j++ {
			s.H[i][j] += o.H[i][j]
		}
	}
}

// Likelihood is a sum over rows.
type Likelihood interface {
	// Len is the number of rows.
	Len() int
	// Customers is the sum of their weights.
	Customers() float64
	// At prepares a pass at the natural parameters p.
	At(p numeric.Vector) Pass
}

// Pass is one evaluation: what all rows share, and what each adds.
type Pass interface {
	// Shared is the part of the sum that is not taken row by row.
	Shared() Sum
	// Rows adds rows lo to hi-1. It must be safe for concurrent use.
	Rows(lo, hi int, s *Sum)
}

// Problem is a likelihood to be maximised.
type Problem struct {
	Names []string
	// Scale is the natural size of each parameter: the search runs in
	// ln(parameter/Scale) between -14 and 14.
	Scale numeric.Vector
	// Starts are starting points on the natural scale, the preferred first.
	Starts []numeric.Vector
	// Sample returns the likelihood of every stride-th row; Sample(1) is
	// that of all rows.
	Sample func(stride int) Likelihood
	// Condensed, if there is one, returns a likelihood of far fewer rows that
	// is nearly that of all, near its maximum at least; or nil. All rows are
	// then visited only to confirm or to refine its answer. See [Condense].
	Condensed func() Likelihood
}

// Derivatives evaluates a likelihood at natural parameters p: its value,
// gradient and full Hessian. It is for tests and reports; fits do not use it.
func Derivatives(l Likelihood, p []float64) (f float64, gradient []float64, hessian [][]float64) {
	var v numeric.Vector
	copy(v[:], p)
	s := evaluate(l, v, 1)
	hessian = square(len(p))
	for i := range p {
		for j := range p {
			hessian[i][j] = s.H[min(i, j)][max(i, j)]
		}
	}
	return s.F, append([]float64(nil), s.G[:len(p)]...), hessian
}
