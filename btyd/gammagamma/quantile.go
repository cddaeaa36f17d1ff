package gammagamma

import "math"

// Mixture holds the weights of the parts for one customer, reused between
// customers to avoid allocation. The zero value is ready.
type Mixture struct {
	zero    float64
	weights []float64
	first   int // columns before first and from last on carry no weight
	last    int
}

// Mix prepares the mixture for a customer whose number of future purchases
// has the probabilities pmf[0], pmf[1], ... and tail for len(pmf) and more
// (as Predictive of a transaction model returns them). Mass beyond the
// largest tabulated count is placed there.
func (s *SpendQuantiles) Mix(pmf []float64, tail float64, into *Mixture) {
	if cap(into.weights) < len(s.count) {
		into.weights = make([]float64, len(s.count))
	}
	w := into.weights[:len(s.count)]
	clear(w)
	into.weights, into.zero = w, 1
	if len(pmf) > 0 {
		into.zero = pmf[0]
	}
	dense := min(len(pmf), everyCount+1, len(w)+1)
	if dense > 0 {
		copy(w, pmf[1:dense])
	}
	column := everyCount - 1
	for n := dense; n > 0 && n < len(pmf); n++ {
		column = s.split(w, column, float64(n), pmf[n])
	}
	if len(pmf) > 0 && tail > 0 {
		s.split(w, min(len(w), everyCount)-1, float64(len(pmf)), tail)
	}
	into.first, into.last = 0, len(w)
	for into.last > 0 && w[into.last-1] < 1e-12 {
		into.last--
	}
}

// split shares mass at count n between the columns around it, starting the
// search at a column, and returns the lower one.
func (s *SpendQuantiles) split(w []float64, column int, n, mass float64) int {
	column = max(0, min(column, len(w)-1))
	for column+1 < len(w) && s.count[column+1] <= n {
		column++
	}
	if column+1 >= len(w) || n <= s.count[column] {
		w[column] += mass
		return column
	}
	part := (n - s.count[column]) / (s.count[column+1] - s.count[column])
	w[column] += mass * (1 - part)
	w[column+1] += mass * part
	return column
}

// Quantile returns the smallest w such that the customer's future spend is at
// most w (v + x M) with the given probability: zero when the chance of no
// purchase is already that large. For probabilities between 0.001 and 0.999
// its relative error is below one in a thousand, except for customers
// expected to buy more than 64 times, where it is below three.
func (s *SpendQuantiles) Quantile(mix *Mixture, probability float64) float64 {
	target := probability - mix.zero
	if !(target > 0) || mix.last == 0 {
		return 0
	}
	at := func(i int) float64 { return s.at(mix, i) }
	low, ok := s.bracket(target, len(s.logW)/2, at)
	if !ok {
		return s.exact(mix, target)
	}
	return s.inside(low, target, at)
}

// bracket finds the last grid point at which a distribution function, known at
// the grid points by their number, is below the target; not ok if that is
// outside the grid. It looks near a guess first.
func (s *SpendQuantiles) bracket(target float64, guess int, at func(i int) float64) (low int, ok bool) {
	last := len(s.logW) - 1
	low = max(0, min(guess, last-1))
	high := low
	if at(low) < target {
		for step := 1; ; step *= 2 {
			if high = min(low+step, last); at(high) >= target {
				break
			}
			if low = high; low == last {
				return 0, false
			}
		}
	} else {
		for step := 1; ; step *= 2 {
			if low = max(high-step, 0); at(low) < target {
				break
			}
			if high = low; high == 0 {
				return 0, false
			}
		}
	}
	for high-low > 1 {
		if mid := (low + high) / 2; at(mid) < target {
			low = mid
		} else {
			high = mid
		}
	}
	return low, true
}

// inside finds where the distribution function reaches the target between a
// grid point and the next, by a cubic with the slopes of the points around.
func (s *SpendQuantiles) inside(low int, target float64, at func(i int) float64) float64 {
	fl, fh := at(low), at(low+1)
	before, after := fl, fh
	if low > 0 {
		before = at(low - 1)
	}
	if low+2 < len(s.logW) {
		after = at(low + 2)
	}
	u := solveHermite(fl, fh, (fh-before)/2, (after-fl)/2, target)
	return math.Exp(s.logW[low] + (s.logW[1]-s.logW[0])*u)
}

// at is the mixture's distribution function at a grid point, without zero.
func (s *SpendQuantiles) at(mix *Mixture, i int) float64 {
	row := s.cdf[i*len(s.count):][:mix.last]
	total := 0.0
	for k, w := range mix.weights[:mix.last] {
		total += w * row[k]
	}
	return total
}

// solveHermite finds where a cubic, see [hermite], crosses the target between
// 0 and 1: by Newton's method, and by halving where that leaves the bracket.
func solveHermite(f0, f1, d0, d1, target float64) float64 {
	a, b := 0.0, 1.0
	u := (target - f0) / (f1 - f0)
	for range 60 {
		gap := hermite(f0, f1, d0, d1, u) - target
		if gap < 0 {
			a = u
		} else {
			b = u
		}
		next := u - gap/hermiteSlope(f0, f1, d0, d1, u)
		if !(next > a && next < b) {
			next = (a + b) / 2
		}
		if math.Abs(next-u) < 1e-9 {
			return next
		}
		u = next
	}
	return u
}

// hermite is the cubic with values f0, f1 and slopes d0, d1 at 0 and 1.
func hermite(f0, f1, d0, d1, u float64) float64 {
	v := 1 - u
	return v*v*(1+2*u)*f0 + u*u*(3-2*u)*f1 + u*v*(v*d0-u*d1)
}

// hermiteSlope is its derivative.
func hermiteSlope(f0, f1, d0, d1, u float64) float64 {
	v := 1 - u
	return 6*u*v*(f1-f0) + v*(v-2*u)*d0 + u*(u-2*v)*d1
}

// exact inverts the mixture without the table, for the far tails.
func (s *SpendQuantiles) exact(mix *Mixture, target float64) float64 {
	low, high := -700.0, 700.0
	for range 50 {
		mid := (low + high) / 2
		f := 0.0
		for k, w := range mix.weights[:mix.last] {
			f += w * s.partCDF(s.count[k], math.Exp(mid))
		}
		if f < target {
			low = mid
		} else {
			high = mid
		}
	}
	return math.Exp((low + high) / 2)
}

// Scale is v + x M: what a quantile is multiplied by to give money.
func (s *SpendQuantiles) Scale(mean float64) float64 {
	if s.x == 0 {
		return s.model.V
	}
	return s.model.V + s.x*mean
}
