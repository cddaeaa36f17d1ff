package estimate

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// normal is the log-likelihood of a log-normal mean and spread: n rows of
// value 1, 2, ..., n, for a problem with a known answer.
type normal struct{ n, stride int }

func (l normal) Len() int                 { return l.n / l.stride }
func (l normal) Customers() float64       { return float64(l.Len()) }
func (l normal) At(p numeric.Vector) Pass { return normalPass{l, p} }
func (p normalPass) Shared() Sum          { return Sum{} }
func (p normalPass) value(i int) float64  { return float64(i*p.l.stride + 1) }

type normalPass struct {
	l normal
	p numeric.Vector
}

func (p normalPass) Rows(lo, hi int, s *Sum) {
	m, v := p.p[0], p.p[1]
	for i := lo; i < hi; i++ {
		e := p.value(i) - m
		s.F -= math.Log(v)/2 + e*e/(2*v)
		s.G[0] += e / v
		s.G[1] += -1/(2*v) + e*e/(2*v*v)
		s.H[0][0] -= 1 / v
		s.H[0][1] -= e / (v * v)
		s.H[1][1] += 1/(2*v*v) - e*e/(v*v*v)
	}
}

func problem(n int) Problem {
	return Problem{Names: []string{"mean", "variance"}, Scale: numeric.Vector{100, 10000},
		Starts: []numeric.Vector{{50, 3000}, {500, 1e6}},
		Sample: func(stride int) Likelihood { return normal{n, stride} }}
}

func TestFit(t *testing.T) {
	for _, n := range []int{10, 5000, 100000} {
		p, d, err := Fit(context.Background(), problem(n), btyd.Options{})
		if err != nil {
			t.Fatal(err)
		}
		mean, variance := float64(n+1)/2, (float64(n)*float64(n)-1)/12
		if math.Abs(p[0]/mean-1) > 1e-8 || math.Abs(p[1]/variance-1) > 1e-8 {
			t.Errorf("n %d: %v, want %g, %g", n, p, mean, variance)
		}
		if want := math.Sqrt(variance / float64(n)); math.Abs(d.StdErr[0]/want-1) > 1e-6 || d.Starts != 2 {
			t.Errorf("standard error %g, want %g, from %d starts", d.StdErr[0], want, d.Starts)
		}
	}
}

func TestFitStops(t *testing.T) {
	_, d, err := Fit(context.Background(), problem(5000), btyd.Options{MaxIterations: 1})
	if !errors.Is(err, btyd.ErrNotConverged) || d.Converged || len(d.Estimate) != 2 {
		t.Errorf("%v, %s", err, d.Summary())
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Fit(ctx, problem(5000), btyd.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	for _, start := range [][]float64{{1}, {1, -1}, {1, math.NaN()}} {
		if _, _, err := Fit(context.Background(), problem(10), btyd.Options{Start: start}); !errors.Is(err, btyd.ErrInvalidStart) {
			t.Errorf("start %v: %v", start, err)
		}
	}
}
