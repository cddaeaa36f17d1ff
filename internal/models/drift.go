package models

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/drift"
	"github.com/perennial-clv/perennial/internal/value"
)

// driftLevel is the chance of crying drift where there is none: over both
// questions together, and then over all steps of each.
const driftLevel = 0.05

// yearly stands for the purchases expected of a new customer in a year.
const yearly = "yearly"

// Drift tests whether customers first seen in successive windows of the log
// follow the same parameters. The first of the families is used that has
// standard errors on all of them. It always says something: what was found, or
// why nothing could be.
func (p Panel) Drift(ctx context.Context, families []Family, first, end int) (*value.Drift, error) {
	cut := p.driftCut(first, end)
	out := &value.Drift{Level: driftLevel, FollowUpDays: cut.followUp, Notes: cut.notes, Windows: []value.DriftWindow{}, Order: []string{}, Moves: []value.DriftMove{}}
	if out.Notes == nil {
		out.Notes = []string{}
	}
	if cut.why != "" {
		out.Verdict = upper(cut.why) + "."
		return out, nil
	}
	for _, f := range families {
		t, err := cut.test(ctx, f, yearDays/p.Unit)
		if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			return nil, err
		}
		if err == nil {
			t.tell(out, cut)
			return out, nil
		}
	}
	out.Verdict = "Whether customers change over time could not be tested: no model that was compared has standard errors on customers who were all watched for the same time."
	return out, nil
}

// driftTest is windows compared by a family.
type driftTest struct {
	family   Family
	year     float64
	fits     []btyd.Diagnostics // by window
	rows     []btyd.Rows
	compared drift.Comparison
}

// test fits a family to all windows together and to each.
func (c driftCut) test(ctx context.Context, f Family, year float64) (driftTest, error) {
	t := driftTest{family: f, year: year}
	var all []btyd.History
	for _, w := range c.windows {
		all = append(all, w.histories...)
		t.rows = append(t.rows, btyd.Compress(w.histories))
	}
	_, together, err := f.Fit(ctx, btyd.Compress(all), btyd.Options{})
	if err != nil {
		return t, err
	}
	if t.compared, err = drift.Compare(t.likelihood, together, t.rows, t.yearly); err != nil {
		return t, err
	}
	for _, rows := range t.rows {
		_, d, err := f.Fit(ctx, rows, btyd.Options{})
		if err != nil {
			return t, err
		}
		t.fits = append(t.fits, d)
	}
	return t, nil
}

func (t driftTest) likelihood(p []float64) drift.Likelihood { return t.family.With(p) }

func (t driftTest) yearly(p []float64) float64 { return t.family.With(p).ExpectedNewCustomer(t.year) }

// yearlyOf is the figure of a window with its 95 % interval, symmetric for the
// logarithm: by the window's own fit, or by the spread of all customers' scores
// where that has no standard errors.
func (t driftTest) yearlyOf(g int) (v, low, high float64) {
	const z = 1.959963984540054
	v = t.yearly(t.fits[g].Estimate)
	se := math.NaN()
	if c, err := drift.RobustCovariance(t.likelihood, t.fits[g], t.rows[g]); err == nil {
		se = drift.StdErr(t.yearly, t.fits[g].Estimate, c)
	}
	if !(se > 0) || math.IsInf(se, 0) {
		se = t.compared.DerivedStdErr[g]
	}
	return v, v * math.Exp(-z*se), v * math.Exp(z*se)
}

// tell writes down what was found.
func (t driftTest) tell(out *value.Drift, cut driftCut) {
	out.Tested, out.Model, out.Order = true, t.family.Name, t.family.Keys
	for g, w := range cut.windows {
		d := value.DriftWindow{
			From: value.DateFromDays(w.from), To: value.DateFromDays(w.to), Customers: len(w.histories), Repeaters: w.repeaters,
			Observed: w.observed(), Parameters: map[string]float64{},
		}
		for i, name := range t.family.Keys {
			if !slices.Contains(t.fits[g].Boundary, name) {
				d.Parameters[name] = t.fits[g].Estimate[i]
			}
		}
		d.Yearly, d.YearlyLow, d.YearlyHigh = t.yearlyOf(g)
		out.Windows = append(out.Windows, d)
	}
	adjusted := drift.Holm([]float64{t.compared.Parameters.PValue, t.compared.Derived.PValue})
	out.Parameters, out.Yearly = chiSquareOf(t.compared.Parameters, adjusted[0]), chiSquareOf(t.compared.Derived, adjusted[1])
	if out.Yearly.Adjusted < driftLevel {
		out.Moves = append(out.Moves, t.moves(t.compared.DerivedSteps, out.Windows)...)
	}
	if out.Parameters.Adjusted < driftLevel {
		out.Moves = append(out.Moves, t.moves(t.compared.Steps, out.Windows)...)
	}
	out.Moved = out.Parameters.Adjusted < driftLevel || out.Yearly.Adjusted < driftLevel
	out.Seasonal = out.Moved && t.seasonal(*out)
	out.Verdict = t.verdict(*out)
	out.Notes = append(out.Notes, cut.caveats()...)
}

func chiSquareOf(t drift.Test, adjusted float64) value.ChiSquare {
	return value.ChiSquare{Statistic: t.Statistic, Degrees: t.Degrees, P: t.PValue, Adjusted: adjusted}
}

// moves are the steps that chance does not explain, surest first.
func (t driftTest) moves(steps []drift.Step, windows []value.DriftWindow) (out []value.DriftMove) {
	for _, s := range steps {
		if !(s.Adjusted < driftLevel) {
			continue
		}
		a, b := windows[s.From], windows[s.To]
		m := value.DriftMove{Parameter: yearly, From: s.From, To: s.To, Before: a.Yearly, After: b.Yearly, Z: s.Z, P: s.Adjusted}
		if s.Parameter >= 0 {
			m.Parameter = t.family.Keys[s.Parameter]
			m.Before, m.After = a.Parameters[m.Parameter], b.Parameters[m.Parameter]
		}
		if m.Before > 0 && m.After > 0 { // both have a best value
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b value.DriftMove) int { return cmp.Compare(math.Abs(b.Z), math.Abs(a.Z)) })
	return out
}

// seasonal reports whether windows that lie a year apart are alike in every
// parameter and in the yearly figure, though windows differ. There must be two
// such pairs: one alone may hide much.
func (t driftTest) seasonal(d value.Drift) bool {
	var p []float64
	apart := yearApart(d.Windows)
	for _, pair := range apart {
		for j := range append([]string{yearly}, t.family.Keys...) {
			p = append(p, t.compared.Between(pair[0], pair[1], j-1).PValue)
		}
	}
	return len(apart) >= 2 && slices.Min(drift.Holm(p)) >= driftLevel
}

// yearApart are the pairs of windows of about the same days of the year.
func yearApart(windows []value.DriftWindow) (out [][2]int) {
	for b, later := range windows {
		for a, w := range windows[:b] {
			off := later.From.Sub(w.From) - 365
			if 4*max(off, -off) <= w.To.Sub(w.From)+1 {
				out = append(out, [2]int{a, b})
			}
		}
	}
	return out
}

// Foremost orders families by how well they foretold, the best first.
func Foremost(c value.ModelComparison, families []Family) (out []Family) {
	for _, m := range c.Models {
		if at := slices.IndexFunc(families, func(f Family) bool { return f.Name == m.Name }); at >= 0 {
			out = append(out, families[at])
		}
	}
	return out
}
