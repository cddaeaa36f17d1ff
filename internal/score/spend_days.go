package score

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd/judge"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// Days of spend in the record of a run.
const (
	repeatDays = "repeat"
	allDays    = "all"
)

func spendDaysName(d store.SpendDays) string {
	if d == store.AllDays {
		return allDays
	}
	return repeatDays
}

// spendName is the name of Gamma-Gamma on some days.
func spendName(d store.SpendDays) string {
	if d == store.AllDays {
		return GammaGammaAllDays
	}
	return GammaGamma
}

// buyer is a customer of the panel who bought in the hold-out.
type buyer struct {
	x      int32
	means  [2]float64 // at the calibration end, by store.SpendDays; 0 for none
	actual float64    // net spend a purchase day in the hold-out
}

// buyersOf are the customers first seen by the calibration end who bought in
// the hold-out. Refunds lower the actual spend as they lower mean spend.
func buyersOf(panel []store.Panelist, calibrationEnd, holdoutEnd int32) []buyer {
	var out []buyer
	for _, p := range panel {
		var known, later spentBy
		for _, d := range p.Days {
			if d.Day <= calibrationEnd {
				known.add(d)
			} else if d.Day <= holdoutEnd {
				later.add(d)
			}
		}
		if known.days == 0 || later.days == 0 {
			continue
		}
		b := buyer{x: known.days - 1, actual: later.mean(store.AllDays)}
		for d := range b.means {
			if m := known.mean(store.SpendDays(d)); !math.IsNaN(m) {
				b.means[d] = m
			}
		}
		out = append(out, b)
	}
	return out
}

// spentBy adds up a customer's days.
type spentBy struct {
	days                   int32
	gross, first, refunded float64
}

func (s *spentBy) add(d store.PanelDay) {
	if d.Orders > 0 {
		if s.days == 0 {
			s.first = d.Gross
		}
		s.days++
	}
	s.gross += d.Gross
	s.refunded += d.Refunded
}

func (s *spentBy) mean(d store.SpendDays) float64 {
	return d.Mean(s.days, s.gross, s.first, s.refunded)
}

// spendTest is how Gamma-Gamma on repeat days and on all days foretold what
// the panel's buyers would spend a purchase day.
type spendTest struct {
	models    [2]spending       // by store.SpendDays
	outcomes  [2]judge.Outcomes // amounts capped
	predicted [2]float64        // means, not capped
	actual    float64
	better    bool       // all days, buyer by buyer
	biases    [2]float64 // of all customers' spend in the hold-out
	won       bool       // all days
}

// trySpendDays asks whether a customer's first purchase day should speak, too,
// when both can be fitted and enough customers bought in the hold-out.
func (r *running) trySpendDays(ctx context.Context, repeat spending) error {
	if repeat.name() != GammaGamma {
		return nil
	}
	all, _, _, err := r.fitSpendOn(ctx, store.UpToCalibrationEnd, store.AllDays)
	if err != nil || all.name() != GammaGamma {
		return err
	}
	panel, err := r.bench.Panel(ctx)
	if err != nil {
		return err
	}
	buyers := buyersOf(panel, int32(r.plan.cut.CalibrationEnd.Days()), int32(r.plan.cut.HoldoutEnd.Days()))
	if len(buyers) >= minRepeaters {
		r.spendTest = testSpend([2]spending{repeat, all}, buyers)
	}
	return nil
}

// testSpend judges both on the buyers.
func testSpend(by [2]spending, buyers []buyer) *spendTest {
	t := &spendTest{models: by}
	n := float64(len(buyers))
	actual := make([]float64, len(buyers))
	for i, b := range buyers {
		actual[i] = b.actual
		t.actual += b.actual / n
	}
	most := upperQuantile(actual)
	for d, m := range by {
		o := judge.Outcomes{}
		for _, b := range buyers {
			base, slope, _, _ := m.coefficients(b.x)
			expected := base + slope*b.means[d]
			t.predicted[d] += expected / n
			o.Predicted, o.Actual, o.Weight = append(o.Predicted, math.Min(expected, most)), append(o.Actual, math.Min(b.actual, most)), append(o.Weight, 1)
		}
		t.outcomes[d] = o
	}
	t.better = spendsBetter(t.outcomes[store.AllDays], t.outcomes[store.RepeatDays])
	return t
}

// biasLost is by how much the total may get worse for the sake of the ranking.
// Who ordered for a fortune once, cancelled and never came back is no buyer
// of the hold-out, but is expected to bring a fortune when first orders speak.
const biasLost = 0.05

// decide takes all days when they are better and the total does not suffer.
func (t *spendTest) decide(repeat, all float64) {
	t.biases = [2]float64{repeat, all}
	t.won = t.better && math.Abs(all) <= math.Abs(repeat)+biasLost
}

// spendCap is the quantile of actual spend at which amounts are capped: one
// huge order, which may yet be cancelled, must not decide.
const spendCap = 0.99

// upperQuantile is the spendCap quantile.
func upperQuantile(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	return s[int(math.Ceil(spendCap*float64(len(s))))-1]
}

// spendsBetter reports whether a ranks clearly better than b with squared
// errors not clearly larger, or the other way round.
func spendsBetter(a, b judge.Outcomes) bool {
	rank, square := compareGini(a, b), judge.CompareSquares(a, b)
	clearly := func(c judge.Comparison) bool { return c.Difference > 2*c.StdErr }
	notWorse := func(c judge.Comparison) bool { return c.Difference > -c.StdErr }
	return clearly(rank) && notWorse(square) || clearly(square) && notWorse(rank)
}

// giniGroups is into how many groups customers are dealt to learn how far a
// difference in Gini depends on who they are.
const giniGroups = 20

// compareGini is the Gini of a less that of b, with the standard error of the
// jackknife that leaves out one group at a time (Efron and Tibshirani 1993, An
// Introduction to the Bootstrap, chapter 11).
func compareGini(a, b judge.Outcomes) judge.Comparison {
	var differences [giniGroups]float64
	mean := 0.0
	for g := range differences {
		differences[g] = without(a, g).Gini() - without(b, g).Gini()
		mean += differences[g] / giniGroups
	}
	variance := 0.0
	for _, d := range differences {
		variance += (d - mean) * (d - mean) * (giniGroups - 1) / giniGroups
	}
	return judge.Comparison{Difference: a.Gini() - b.Gini(), StdErr: math.Sqrt(variance)}
}

// without leaves out a group of rows, dealt out in turn: the panel is a random
// sample in the order of customers' names.
func without(o judge.Outcomes, group int) judge.Outcomes {
	var out judge.Outcomes
	for i := range o.Actual {
		if i%giniGroups != group {
			out.Predicted, out.Actual, out.Weight = append(out.Predicted, o.Predicted[i]), append(out.Actual, o.Actual[i]), append(out.Weight, o.Weight[i])
		}
	}
	return out
}

// records are the figures of both.
func (t *spendTest) records() []value.BacktestSpend {
	var out []value.BacktestSpend
	for d, o := range t.outcomes {
		_, rmse := o.Errors()
		out = append(out, value.BacktestSpend{
			Name: spendName(store.SpendDays(d)), Customers: int64(len(o.Actual)), Predicted: t.predicted[d], Actual: t.actual,
			RMSE: rmse, Gini: o.Gini(), ValueBias: t.biases[d], Chosen: t.won == (store.SpendDays(d) == store.AllDays),
		})
	}
	return out
}

// says is the sentence on the days of spend.
func (t *spendTest) says(used store.SpendDays) string {
	if t == nil {
		return " Spend: Gamma-Gamma on repeat purchase days; whether the first should count, too, could not be tested."
	}
	repeat, all := t.outcomes[store.RepeatDays], t.outcomes[store.AllDays]
	_, before := repeat.Errors()
	_, after := all.Errors()
	figures := fmt.Sprintf("Gini %.3f with it, %.3f without; error %s and %s a purchase day, over %s customers who bought; total off by %s and %s",
		all.Gini(), repeat.Gini(), money(after), money(before), thousands(int64(len(all.Actual))),
		signedPercent(t.biases[store.AllDays]), signedPercent(t.biases[store.RepeatDays]))
	switch {
	case used == store.AllDays:
		return " Spend: Gamma-Gamma on all purchase days: with the first one counted it foretold spend in the hold-out clearly better (" + figures + ")."
	case t.won:
		return " Spend: Gamma-Gamma on repeat purchase days: with the first one counted it foretold spend in the hold-out clearly better but could not be fitted to the whole log (" + figures + ")."
	case t.better:
		return " Spend: Gamma-Gamma on repeat purchase days: counting the first one told buyers in the hold-out apart better but took the total further off (" + figures + ")."
	}
	return " Spend: Gamma-Gamma on repeat purchase days: counting the first one did not foretell spend in the hold-out clearly better (" + figures + ")."
}
