package models

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bdw"
	"github.com/perennial-clv/perennial/btyd/exponentialgamma"
	"github.com/perennial-clv/perennial/btyd/kaplanmeier"
	"github.com/perennial-clv/perennial/btyd/saved"
	"github.com/perennial-clv/perennial/btyd/sbg"
	"github.com/perennial-clv/perennial/btyd/tenure"
	"github.com/perennial-clv/perennial/btyd/weibullgamma"
	"github.com/perennial-clv/perennial/internal/value"
)

// ContractNames are the models of customers with contracts.
var ContractNames = []string{value.KaplanMeierCurve, value.ExponentialGamma, value.WeibullGamma, value.SBG, value.BDW}

// tenuresShown are those at which a curve is shown.
var tenuresShown = []float64{0, 1, 3, 6, 12, 24}

// mostPeriods bounds the whole periods of a tenure.
const mostPeriods = 10_000

// FitContract fits a model of how long customers stay. rate is the discount
// rate for one unit of time. The document is ready to be written; it has no
// model for the Kaplan-Meier curve.
func FitContract(ctx context.Context, name string, rows tenure.Rows, unit string, rate float64) (value.ContractFit, saved.Document, error) {
	fail := func(err error) (value.ContractFit, saved.Document, error) {
		return value.ContractFit{}, saved.Document{}, explain(name, err)
	}
	if !slices.Contains(ContractNames, name) {
		return value.ContractFit{}, saved.Document{}, value.Errorf(value.Invalid, "%q is no model of contracts", name).
			WithHint("Use %s", strings.Join(ContractNames, ", "))
	}
	discrete := name == value.SBG || name == value.BDW
	if discrete {
		if longest := slices.Max(rows.Exit); longest > mostPeriods {
			return value.ContractFit{}, saved.Document{}, value.Errorf(value.BadInput, "a tenure of %g periods is too long for %s", longest, value.ModelTitle(name)).
				WithHint("Count in longer periods, or fit %s", value.WeibullGamma)
		}
		rows = inPeriods(rows)
	}
	curve, err := kaplanmeier.Fit(rows)
	if err != nil {
		return fail(err)
	}
	out := value.ContractFit{Model: name, Unit: unit, Customers: rows.Customers(), Losses: rows.Losses(), Discrete: discrete, DiscountRate: rate}
	began := time.Now()
	m, d, err := fitContract(ctx, name, rows)
	if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
		return fail(err)
	}
	out.Warnings = append([]string{}, curve.Warnings...)
	describeContract(&out, curve, lifetimesOf(m, rate))
	if m == nil {
		return out, saved.Document{}, nil
	}
	record := Record(name, unit, d, time.Since(began))
	if err != nil {
		record.Warnings = append(record.Warnings, strings.TrimPrefix(err.Error(), "btyd: "))
	}
	out.Fit = &record
	return out, saved.Document{Model: m, Unit: unit, Diagnostics: &d, Data: &saved.Data{Customers: d.Customers, Rows: d.Rows}}, nil
}

// fitContract fits; nil for the curve that is no model.
func fitContract(ctx context.Context, name string, rows tenure.Rows) (saved.Model, btyd.Diagnostics, error) {
	switch name {
	case value.ExponentialGamma:
		return fitted(exponentialgamma.Fit(ctx, rows, btyd.Options{}))
	case value.WeibullGamma:
		return fitted(weibullgamma.Fit(ctx, rows, btyd.Options{}))
	case value.SBG:
		return fitted(sbg.Fit(ctx, cohorts(rows), btyd.Options{}))
	case value.BDW:
		return fitted(bdw.Fit(ctx, cohorts(rows), btyd.Options{}))
	}
	return nil, btyd.Diagnostics{}, nil
}

func fitted[M saved.Model](m M, d btyd.Diagnostics, err error) (saved.Model, btyd.Diagnostics, error) {
	return m, d, err
}

// inPeriods counts tenures in whole periods: who left within the second did
// not make the second renewal, who is there within it has made the first.
func inPeriods(rows tenure.Rows) tenure.Rows {
	exit := make([]float64, len(rows.Exit))
	for i, t := range rows.Exit {
		if exit[i] = math.Floor(t); rows.Lost[i] {
			exit[i] = math.Max(1, math.Ceil(t))
		}
	}
	rows.Exit = exit
	return rows
}

// cohorts are rows of whole periods as losses by renewal: one of those who
// were lost, and one for each number of renewals that others have made.
func cohorts(rows tenure.Rows) []sbg.Cohort {
	longest := int(slices.Max(rows.Exit))
	none, lost := make([]float64, longest), make([]float64, longest)
	out := []sbg.Cohort{{Lost: lost}}
	for i, t := range rows.Exit {
		if rows.Lost[i] {
			lost[int(t)-1] += rows.W[i]
		} else {
			out = append(out, sbg.Cohort{Lost: none[:int(t)], Kept: rows.W[i]})
		}
	}
	return out
}

// lifetimes are what a model says of stays.
type lifetimes struct {
	survival           func(t float64) float64
	quantile           func(share float64) float64
	within             func(horizon float64) float64
	residual, discount func(stayed float64) float64
	// mean is the lifetime of a new customer, worth the same discounted.
	mean, worth float64
}

// inTime is a model in continuous time.
type inTime interface {
	Survival(t float64) float64
	Quantile(share float64) float64
	RestrictedMean(h float64) float64
	ExpectedResidualLifetime(s float64) (float64, bool)
	DERL(delta, s float64) float64
}

// inRenewals is a model in discrete time.
type inRenewals interface {
	Survival(t int) float64
	ExpectedLifetime() float64
	DERL(d float64, n int) float64
}

// lifetimesOf asks a model; nil for none.
func lifetimesOf(m saved.Model, rate float64) *lifetimes {
	switch m := m.(type) {
	case inTime:
		residual := func(s float64) float64 {
			if mean, ok := m.ExpectedResidualLifetime(s); ok {
				return mean
			}
			return math.Inf(1)
		}
		discounted := func(s float64) float64 { return m.DERL(math.Log1p(rate), s) }
		if rate == 0 {
			discounted = residual
		}
		return &lifetimes{m.Survival, m.Quantile, m.RestrictedMean, residual, discounted, residual(0), discounted(0)}
	case inRenewals:
		// from is what is paid from a renewal on, seen just before it.
		from := func(d float64, renewal int) float64 {
			if d == 0 && math.IsInf(m.ExpectedLifetime(), 1) {
				return math.Inf(1)
			}
			return m.DERL(d, renewal)
		}
		left := func(d float64) func(s float64) float64 {
			return func(s float64) float64 { return from(d, int(s)+1) }
		}
		return &lifetimes{
			func(t float64) float64 { return m.Survival(int(t)) }, func(share float64) float64 { return renewalsUntil(m, share) },
			func(h float64) float64 { return paymentsWithin(m, int(h)) }, left(0), left(rate), from(0, 0), from(rate, 0),
		}
	}
	return nil
}

// renewalsUntil is the first renewal by which the share has left, infinite
// when that is beyond counting.
func renewalsUntil(m inRenewals, share float64) float64 {
	high := 1
	for m.Survival(high) > 1-share {
		if high *= 2; high > 1<<40 {
			return math.Inf(1)
		}
	}
	low := high / 2 // survival there is above
	for high-low > 1 {
		if mid := low + (high-low)/2; m.Survival(mid) > 1-share {
			low = mid
		} else {
			high = mid
		}
	}
	return float64(high)
}

// paymentsWithin is the mean number of the first h periods that are paid for.
func paymentsWithin(m inRenewals, h int) float64 {
	sum := 0.0
	for t := range h {
		sum += m.Survival(t)
	}
	return sum
}

// describeContract fills in the curve and what follows from it.
func describeContract(out *value.ContractFit, curve kaplanmeier.Curve, l *lifetimes) {
	for _, t := range tenuresShown {
		out.Points = append(out.Points, tenurePoint(t, curve, l))
	}
	median, low, high, _ := curve.Median()
	out.KaplanMeier = value.KaplanMeier{Median: finite(median), MedianLow: finite(low), MedianHigh: finite(high)}
	out.Median = out.KaplanMeier.Median
	out.Within.Horizon = curve.Last
	out.Within.Observed, out.Within.StdErr, _ = curve.RestrictedMean(curve.Last)
	if l == nil {
		return
	}
	out.Median, out.Within.Model = finite(l.quantile(0.5)), finite(l.within(curve.Last))
	out.Expected, out.Discounted = finite(l.mean), finite(l.worth)
	if curve.SurvivalAt(curve.Last) > 0.5 {
		out.Warnings = append(out.Warnings, fmt.Sprintf("more than half the customers are still there at the longest tenure, %.4g: "+
			"the model's median and mean lie beyond the data and rest on its shape", curve.Last))
	}
}

// tenurePoint is the curve at a tenure.
func tenurePoint(t float64, curve kaplanmeier.Curve, l *lifetimes) value.TenurePoint {
	p := value.TenurePoint{Tenure: t}
	if t <= curve.Last {
		low, high := curve.Interval(t, 0.95)
		p.Observed, p.ObservedLow, p.ObservedHigh = finite(curve.SurvivalAt(t)), finite(low), finite(high)
	}
	if l != nil {
		p.Survival, p.Residual, p.Discounted = finite(l.survival(t)), finite(l.residual(t)), finite(l.discount(t))
	}
	return p
}

// finite is the number, or nil for one that is not.
func finite(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}
