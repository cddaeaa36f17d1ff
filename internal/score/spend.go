package score

import (
	"context"
	"errors"
	"fmt"
	"math"
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
	// interval of that variable when purchases have the pmf given; mix is
	// scratch.
	interval(x int32, pmf []float64, mix *gammagamma.Mixture) (low, high float64)
	// variance of that variable.
	variance(x int32, pmf []float64) float64
	name() string
}

// constant is the simplest spend model: every purchase is worth the mean.
type constant struct{ mean float64 }

func (c constant) name() string          { return MeanSpend }
func (c constant) days() store.SpendDays { return store.RepeatDays }
func (c constant) population() float64   { return c.mean }

func (c constant) coefficients(int32) (base, slope, scaleBase, scaleSlope float64) {
	return c.mean, 0, c.mean, 0
}

// interval is that of the number of purchases.
func (c constant) interval(_ int32, pmf []float64, _ *gammagamma.Mixture) (low, high float64) {
	tail := (1 - intervalCoverage) / 2
	return countQuantile(pmf, tail), countQuantile(pmf, 1-tail)
}

func (c constant) variance(_ int32, pmf []float64) float64 {
	var mean, square float64
	for n, p := range pmf {
		mean += p * float64(n)
		square += p * float64(n) * float64(n)
	}
	return square - mean*mean
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

func (g gammaSpend) interval(x int32, pmf []float64, mix *gammagamma.Mixture) (low, high float64) {
	tail := (1 - intervalCoverage) / 2
	t := g.tables.of(g.of.Count(x), len(pmf))
	if t == nil {
		return 0, 0
	}
	t.Mix(pmf, 0, mix)
	return t.Quantile(mix, tail), t.Quantile(mix, 1-tail)
}

// variance of a mixture of beta primes: given n purchases the variable is
// beta prime(p n, p x + q), x purchases being known. Its second moment needs p x + q > 2; below, the
// moment is taken just above, since one customer's infinite variance would
// only say that the model's tail is heavy.
func (g gammaSpend) variance(x int32, pmf []float64) float64 {
	b := math.Max(g.model.P*float64(g.of.Count(x))+g.model.Q, 2.1)
	var mean, square float64
	for n, w := range pmf {
		a := g.model.P * float64(n)
		mean += w * a / (b - 1)
		square += w * a * (a + 1) / ((b - 1) * (b - 2))
	}
	return square - mean*mean
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
