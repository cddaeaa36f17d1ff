package gammagamma

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
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
	// widestStep is the distance of grid points in standard deviations of the
	// narrowest part.
	widestStep = 0.25
	// lightest is the logarithm of a density too small to count.
	lightest = -40
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
	steps := int(math.Min(maxGrid, math.Ceil(math.Max(48, (high-low)/(widestStep*math.Min(narrow, 0.8))))))
	for i := range steps + 1 {
		s.logW = append(s.logW, low+(high-low)*float64(i)/float64(steps))
	}
	s.cdf = make([]float64, len(s.logW)*len(s.count))
	if (high-low)/float64(steps) > 1.01*widestStep*math.Min(narrow, 0.8) {
		s.tabulate()
	} else {
		s.accumulate()
	}
	return s, nil
}

// tabulate fills the table with the distribution functions, one by one.
func (s *SpendQuantiles) tabulate() {
	for i, lw := range s.logW {
		for k, n := range s.count {
			s.cdf[i*len(s.count)+k] = s.partCDF(n, math.Exp(lw))
		}
	}
}

// accumulate fills it with integrals of the densities from grid point to grid
// point, which takes a fraction of the time. By the three-point rule they are
// good to 1e-9, as steps are at most a quarter of a standard deviation.
func (s *SpendQuantiles) accumulate() {
	steps := len(s.logW) - 1
	step := (s.logW[steps] - s.logW[0]) / float64(steps)
	b := s.model.P*s.x + s.model.Q
	// The logarithms of z = w/(1+w) and of b-th power of 1-z at the nodes.
	logZ, logRest := make([]float64, 3*steps), make([]float64, 3*steps)
	for i := range logZ {
		logZ[i], logRest[i] = logShares(s.logW[i/3] + step*gaussNodes[i%3])
		logRest[i] *= b
	}
	density := make([]float64, 3*steps)
	for k, n := range s.count {
		a := s.model.P * n
		scale := math.Log(step) - numeric.LogBeta(a, b)
		from, to := len(density), 0 // where it is of any weight
		for i, l := range logZ {
			density[i] = a*l + logRest[i] + scale
			if density[i] > lightest {
				from, to = min(from, i), i+1
			} else {
				density[i] = 0
			}
		}
		if from < to {
			numeric.ExpEach(density[from:to])
		}
		total := s.partCDF(n, math.Exp(s.logW[0]))
		s.cdf[k] = total
		for i := range steps {
			total += gaussWeights[0]*(density[3*i]+density[3*i+2]) + gaussWeights[1]*density[3*i+1]
			s.cdf[(i+1)*len(s.count)+k] = total
		}
	}
}

// The three-point Gauss-Legendre rule on [0, 1].
var (
	gaussNodes   = [3]float64{0.5 - 0.3872983346207417, 0.5, 0.5 + 0.3872983346207417}
	gaussWeights = [2]float64{5. / 18, 8. / 18}
)

// logShares are the logarithms of w/(1+w) and of 1/(1+w).
func logShares(logW float64) (z, rest float64) {
	if logW > 0 {
		l := math.Log1p(math.Exp(-logW))
		return -l, -logW - l
	}
	l := math.Log1p(math.Exp(logW))
	return logW - l, -l
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

// partCDF is P(V/(v+xM) <= w | Y = n), a beta distribution function in w/(1+w),
// or in what that is short of one, which keeps its digits.
func (s *SpendQuantiles) partCDF(n, w float64) float64 {
	a, b := s.model.P*n, s.model.P*s.x+s.model.Q
	if w > 1 {
		return 1 - mathext.RegIncBeta(b, a, 1/(1+w))
	}
	return mathext.RegIncBeta(a, b, w/(1+w))
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
