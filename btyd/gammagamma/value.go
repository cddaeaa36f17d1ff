package gammagamma

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/perennial-clv/perennial/btyd"
)

// The total a customer will spend.
//
// Given Y future purchases, their total V is a sum of Y amounts. After x
// purchases of mean M, ν is Gamma(q+px, v+xM), so V/(v+xM) is a ratio of
// Gamma variates: beta prime with parameters pY and q+px. Over Y it is a
// mixture of these and a point mass at zero for Y = 0. The scale v+xM is all
// that differs between customers with the same x, so one table of the
// mixture's parts serves them all.

const (
	// everyCount is how many purchase counts have a column of their own;
	// beyond, columns stand gridRatio apart and the mass between two is
	// split in proportion, which keeps its mean.
	everyCount = 64
	gridRatio  = 1.04
	// edge is the mass outside the grid of the narrowest parts.
	edge = 1e-6
	// maxGrid bounds the number of grid points.
	maxGrid = 1500
)

// SpendQuantiles finds quantiles of the future spend of customers with x past
// purchases. It is immutable and safe for concurrent use.
type SpendQuantiles struct {
	model Model
	x     float64
	count []float64 // purchase counts of the columns, ascending from 1
	logW  []float64 // grid of ln w, equally spaced
	cdf   []float64 // P(V/(v+xM) <= w | count), one run of columns a grid point
}

// NewSpendQuantiles tabulates the distribution of spend for customers with x
// past purchases (zero or more) and up to most future ones. The error wraps
// btyd.ErrInvalidRow when x or most make no sense.
func (m Model) NewSpendQuantiles(x float64, most int) (*SpendQuantiles, error) {
	if err := m.Validate(); err != nil {
		return nil, err
	}
	if !(x >= 0) || math.IsInf(x, 0) || most < 1 {
		return nil, fmt.Errorf("%w: spend quantiles for x %g and at most %d purchases", btyd.ErrInvalidRow, x, most)
	}
	s := &SpendQuantiles{model: m, x: x, count: columns(most)}
	top := s.count[len(s.count)-1]
	low := math.Log(s.part(1, edge))
	high := math.Log(s.part(top, 1-edge))
	narrow := math.Sqrt(1/(m.P*top) + 1/(m.P*x+m.Q))
	steps := int(math.Min(maxGrid, math.Max(48, 4*(high-low)/math.Min(narrow, 0.8))))
	for i := range steps + 1 {
		lw := low + (high-low)*float64(i)/float64(steps)
		s.logW = append(s.logW, lw)
		for _, n := range s.count {
			s.cdf = append(s.cdf, s.partCDF(n, math.Exp(lw)))
		}
	}
	return s, nil
}

// columns are the purchase counts tabulated.
func columns(most int) []float64 {
	var c []float64
	for n := 1; n <= min(most, everyCount); n++ {
		c = append(c, float64(n))
	}
	for n := float64(everyCount); n < float64(most); {
		n = math.Min(float64(most), math.Ceil(n*gridRatio))
		c = append(c, n)
	}
	return c
}

// partCDF is P(V/(v+xM) <= w | Y = n).
func (s *SpendQuantiles) partCDF(n, w float64) float64 {
	return mathext.RegIncBeta(s.model.P*n, s.model.P*s.x+s.model.Q, w/(1+w))
}

// part is its inverse.
func (s *SpendQuantiles) part(n, q float64) float64 {
	low, high := -700.0, 700.0
	for range 60 {
		mid := (low + high) / 2
		if s.partCDF(n, math.Exp(mid)) < q {
			low = mid
		} else {
			high = mid
		}
	}
	return math.Exp((low + high) / 2)
}
