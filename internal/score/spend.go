package score

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/judge"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// spending is what scoring needs of a model of spend. A customer with x repeat
// purchases who spent m on average on the model's days is expected to spend
// base + slope*m a purchase, and total spend is distributed as a variable that
// does not depend on m times (scaleBase + scaleSlope*m).
type spending interface {
	days() store.SpendDays
	// population is the spend a purchase expected of somebody unknown.
	population() float64
	coefficients(x int32) (base, slope, scaleBase, scaleSlope float64)
	// outlay finds what is known of that variable, for one goroutine.
	outlay() outlay
	name() string
}

// outlay is that variable for customers with equally many repeat purchases
// whose numbers of purchases to come are weighted sums of the same few
// distributions. What they have in common is worked out once.
type outlay interface {
	turn(x int32)
	// add takes in a distribution; it is not changed until the next turn.
	add(counts []float64)
	// interval of a customer who makes n > 0 purchases with the sum of the shares of the
	// distributions' chances of n, and none otherwise: its ends, and the
	// variance.
	interval(shares []float64) (low, high, variance float64)
}

// eachSide is the chance that an interval leaves out on either side.
const eachSide = (1 - intervalCoverage) / 2

// constant is the simplest spend model: every purchase is worth the mean.
type constant struct{ mean float64 }

func (c constant) name() string          { return MeanSpend }
func (c constant) days() store.SpendDays { return store.RepeatDays }
func (c constant) population() float64   { return c.mean }

func (c constant) coefficients(int32) (base, slope, scaleBase, scaleSlope float64) {
	return c.mean, 0, c.mean, 0
}

func (c constant) outlay() outlay { return &counted{} }

// counted is the outlay when every purchase is worth the same: the number of
// purchases.
type counted struct {
	counts [][]float64
	sum    []float64
}

func (c *counted) turn(int32)           { c.counts = c.counts[:0] }
func (c *counted) add(counts []float64) { c.counts = append(c.counts, counts) }

func (c *counted) interval(shares []float64) (low, high, variance float64) {
	c.sum = append(c.sum[:0], 1)
	for i, counts := range c.counts {
		c.sum = slices.Grow(c.sum, len(counts))
		for len(c.sum) < len(counts) {
			c.sum = append(c.sum, 0)
		}
		for n := 1; n < len(counts); n++ {
			c.sum[n] += shares[i] * counts[n]
		}
		c.sum[0] -= shares[i] * (1 - counts[0])
	}
	mean, square := moments(c.sum)
	return countQuantile(c.sum, eachSide), countQuantile(c.sum, 1-eachSide), square - mean*mean
}

// moments are the means of a number and of its square.
func moments(counts []float64) (mean, square float64) {
	for n, p := range counts {
		mean += p * float64(n)
		square += p * float64(n) * float64(n)
	}
	return mean, square
}

// countQuantile is the smallest n with P(N <= n) >= q.
func countQuantile(pmf []float64, q float64) float64 {
	sum := 0.0
	for n, p := range pmf {
		if sum += p; sum >= q {
			return float64(n)
		}
	}
	return float64(len(pmf))
}

// gammaSpend is Gamma-Gamma with its value quantiles, one table a frequency.
type gammaSpend struct {
	model  gammagamma.Model
	tables *tables
	of     store.SpendDays
}

func newGammaSpend(m gammagamma.Model, of store.SpendDays) gammaSpend {
	return gammaSpend{m, newTables(m), of}
}

func (g gammaSpend) name() string          { return GammaGamma }
func (g gammaSpend) days() store.SpendDays { return g.of }

func (g gammaSpend) population() float64 {
	mean, _ := g.model.Population()
	return mean
}

func (g gammaSpend) coefficients(x int32) (base, slope, scaleBase, scaleSlope float64) {
	n := float64(g.of.Count(x))
	base, slope = g.model.Shrinkage(n)
	return base, slope, g.model.V, n
}

func (g gammaSpend) outlay() outlay { return &spent{gammaSpend: g} }

// spent is the outlay under Gamma-Gamma.
type spent struct {
	gammaSpend
	known        int32 // purchases of which the spend is known
	table        *gammagamma.SpendQuantiles
	blend        gammagamma.Blend
	mean, square []float64 // of the numbers of purchases
}

func (s *spent) turn(x int32) {
	s.known, s.table, s.mean, s.square = s.of.Count(x), nil, s.mean[:0], s.square[:0]
}

func (s *spent) add(counts []float64) {
	if len(s.mean) == 0 {
		if s.table = s.tables.of(s.known, len(counts)); s.table != nil {
			s.blend.Reset(s.table)
		}
	}
	if s.table != nil {
		s.blend.Add(counts)
	}
	mean, square := moments(counts)
	s.mean, s.square = append(s.mean, mean), append(s.square, square)
}

// interval also gives the variance of a mixture of beta primes: given n
// purchases the variable is beta prime(p n, p k + q), k purchases being known.
// Its second moment needs p k + q > 2; below, the moment is taken just above,
// since one customer's infinite variance would only say that the model's tail
// is heavy.
func (s *spent) interval(shares []float64) (low, high, variance float64) {
	if s.table != nil {
		low, high = s.blend.Quantile(shares, eachSide), s.blend.Quantile(shares, 1-eachSide)
	}
	p, b := s.model.P, math.Max(s.model.P*float64(s.known)+s.model.Q, 2.1)
	var mean, square float64
	for i, share := range shares {
		mean += share * p * s.mean[i]
		square += share * p * (p*s.square[i] + s.mean[i])
	}
	mean /= b - 1
	return low, high, square/((b-1)*(b-2)) - mean*mean
}

// fitSpend fits Gamma-Gamma, or falls back to the mean spend a purchase,
// saying why.
func fitSpend(ctx context.Context, rows btyd.SpendRows, of store.SpendDays, mean float64) (spending, *fittedSpend, []value.Notice, error) {
	n := rows.Customers()
	if n < minRepeaters {
		return constant{mean}, nil, []value.Notice{{Level: "warning", Code: "mean-spend", Text: fmt.Sprintf(
			"Too few repeat buyers with a positive spend (%.0f) to tell big spenders from small: every future order is taken to be worth the average; %.0f more would do.",
			n, minRepeaters-n)}}, nil
	}
	began := time.Now()
	m, d, err := gammagamma.Fit(ctx, rows, btyd.Options{})
	if errors.Is(err, context.Canceled) {
		return nil, nil, nil, err
	}
	fit := &fittedSpend{model: m, diag: d}
	if len(d.Estimate) == 3 {
		fit.record = fitRecord(spendName(of), d, []string{"p", "q", "v"}, time.Since(began))
	}
	if err == nil {
		if _, finite := m.Population(); finite && d.Converged {
			return newGammaSpend(m, of), fit, spendNotices(rows), nil
		}
		err = errors.New("its mean is not finite: spend is too heavy-tailed")
	}
	text := "Gamma-Gamma is not used (" + plain(err) + "): every future order is taken to be worth the average."
	return constant{mean}, fit, []value.Notice{{Level: "warning", Code: "mean-spend", Text: text}}, nil
}

// fittedSpend is a Gamma-Gamma fit with its record.
type fittedSpend struct {
	model  gammagamma.Model
	diag   btyd.Diagnostics
	record value.Fit
}

// maxCorrelation is the correlation between frequency and spend above which
// the model's assumption that they are independent deserves a warning.
const maxCorrelation = 0.2

// spendNotices checks Gamma-Gamma's assumption.
func spendNotices(rows btyd.SpendRows) []value.Notice {
	c := judge.Correlation(rows.X, rows.M, rows.W)
	if math.Abs(c) < maxCorrelation {
		return nil
	}
	how := "more"
	if c < 0 {
		how = "less"
	}
	return []value.Notice{{Level: "warning", Code: "spend-depends-on-frequency", Text: fmt.Sprintf(
		"Frequent buyers spend %s an order (correlation %.2f); Gamma-Gamma assumes no such link, so values at both ends are less certain than shown.", how, c)}}
}
