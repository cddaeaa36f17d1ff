// Package kaplanmeier estimates how long customers stay without a model of
// why they leave: the curve that any model of a business with contracts has
// to match where there are data, and that says nothing beyond them.
//
// Let d(t) customers be lost at tenure t, of the n(t) who were watched and
// still there just before. The share of them who go on is 1 - d/n, and the
// share of all who last beyond t is the product over the tenures up to t
// (Kaplan and Meier 1958, J. American Statistical Association 53:457-481):
//
//	S(t) = Π (1 - d/n)
//
// A customer who is still there leaves the risk set n at the tenure reached,
// without counting as lost; one who was watched only from some tenure on
// (delayed entry, left truncation) enters it there. Of ties at one tenure,
// losses come first: a customer last seen at t was at risk at t, one who
// entered at t was not.
//
// The assumption behind it is that watching ends, and begins, for reasons that
// have nothing to do with leaving. A list from which people were struck off
// because they seemed about to leave breaks it.
//
// Beside the curve: its standard error by Greenwood's formula, intervals that
// stay between zero and one, quantiles, the mean lifetime up to a horizon, the
// cumulative hazard of Nelson and Aalen, and the log-rank test of whether
// groups differ. All of it follows Klein and Moeschberger 2003, Survival
// Analysis, ch. 4 and 7. The package knows no parametric model.
package kaplanmeier

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/perennial-clv/perennial/btyd/tenure"
)

// Curve is an estimate of survival. Its columns have one element for each
// tenure at which somebody was lost, ascending.
type Curve struct {
	Time, AtRisk, Lost []float64
	// Survival is the share who last beyond Time, Hazard the cumulative
	// hazard Σ d/n up to it.
	Survival, Hazard []float64
	// Greenwood is Σ d/(n(n-d)), the variance of ln S, and HazardVariance
	// Σ d/n², that of the cumulative hazard. Greenwood is infinite where
	// the survival is zero.
	Greenwood, HazardVariance []float64
	// First and Last are the smallest and the largest tenure at which
	// anybody was watched. The curve says nothing outside.
	First, Last float64
	// Customers is the sum of the weights.
	Customers float64
	// Warnings are sentences for the analyst.
	Warnings []string
}

// Fit estimates the curve. Invalid rows, or no loss at all, give the errors of
// [tenure.Rows.Enough].
func Fit(rows tenure.Rows) (Curve, error) {
	if err := rows.Enough(1); err != nil {
		return Curve{}, err
	}
	c := Curve{Customers: rows.Customers(), First: math.Inf(1)}
	for i := range rows.Len() {
		if o := rows.At(i); o.Exit > o.Entry {
			c.First = math.Min(c.First, o.Entry)
			c.Last = math.Max(c.Last, o.Exit)
		}
	}
	s, h, g, v := 1.0, 0.0, 0.0, 0.0
	for _, step := range riskSets(rows, lossTimes(rows)) {
		n, d := step.atRisk, step.lost
		s *= step.left() / n
		h += d / n
		g += d / (n * step.left())
		v += d / (n * n)
		c.Time, c.AtRisk, c.Lost = append(c.Time, step.time), append(c.AtRisk, n), append(c.Lost, d)
		c.Survival, c.Hazard = append(c.Survival, s), append(c.Hazard, h)
		c.Greenwood, c.HazardVariance = append(c.Greenwood, g), append(c.HazardVariance, v)
	}
	c.warn(rows)
	return c, nil
}

// step is a tenure at which customers were lost.
type step struct{ time, atRisk, lost float64 }

// left are those who go on: none, rather than a rounding error of fractional
// weights.
func (s step) left() float64 {
	if n := s.atRisk - s.lost; n > 1e-12*s.atRisk {
		return n
	}
	return 0
}

// lossTimes are the tenures at which anybody in any group was lost.
func lossTimes(groups ...tenure.Rows) []float64 {
	var times []float64
	for _, rows := range groups {
		for i, t := range rows.Exit {
			if rows.Lost[i] {
				times = append(times, t)
			}
		}
	}
	slices.Sort(times)
	return slices.Compact(times)
}

// riskSets walks along tenure. Those at risk at t entered before t and did not
// exit before it.
func riskSets(rows tenure.Rows, times []float64) []step {
	byEntry, byExit := order(rows.Len(), rows.EntryOf), order(rows.Len(), func(i int) float64 { return rows.Exit[i] })
	steps := make([]step, len(times))
	atRisk, in, gone := 0.0, 0, 0
	for k, t := range times {
		for in < len(byEntry) && rows.EntryOf(byEntry[in]) < t {
			atRisk += rows.W[byEntry[in]]
			in++
		}
		for gone < len(byExit) && rows.Exit[byExit[gone]] < t {
			atRisk -= rows.W[byExit[gone]]
			gone++
		}
		steps[k] = step{time: t, atRisk: atRisk}
		for j := gone; j < len(byExit) && rows.Exit[byExit[j]] == t; j++ {
			if rows.Lost[byExit[j]] {
				steps[k].lost += rows.W[byExit[j]]
			}
		}
	}
	return steps
}

// order lists row numbers by ascending value, ties by number.
func order(n int, value func(int) float64) []int {
	index := make([]int, n)
	for i := range index {
		index[i] = i
	}
	slices.SortStableFunc(index, func(a, b int) int { return cmp.Compare(value(a), value(b)) })
	return index
}

// warn notes what makes the curve say less than it seems to.
func (c *Curve) warn(rows tenure.Rows) {
	if c.First > 0 {
		c.Warnings = append(c.Warnings, fmt.Sprintf("nobody was watched before tenure %g: shares are of those who lasted until then", c.First))
	}
	last := len(c.Time) - 1
	for i, t := range c.Time {
		if c.Survival[i] == 0 && (i < last || c.Last > t) {
			c.Warnings = append(c.Warnings, fmt.Sprintf("all %g customers watched at tenure %g were lost while others were watched "+
				"only later: the curve is zero from there; estimate from a later tenure (tenure.Rows.After)", c.AtRisk[i], t))
			break
		}
	}
	if gap, until, ok := unwatched(rows); ok {
		c.Warnings = append(c.Warnings, fmt.Sprintf("nobody was watched between tenures %g and %g: the curve takes it that nobody leaves there", gap, until))
	}
}

// unwatched finds the first gap between the tenures watched.
func unwatched(rows tenure.Rows) (from, to float64, ok bool) {
	reached, started := 0.0, false
	for _, i := range order(rows.Len(), rows.EntryOf) {
		o := rows.At(i)
		if o.Exit == o.Entry {
			continue
		}
		if started && o.Entry > reached {
			return reached, o.Entry, true
		}
		reached, started = math.Max(reached, o.Exit), true
	}
	return 0, 0, false
}

// before is the number of losses at tenures up to t.
func (c Curve) before(t float64) int {
	return sort.Search(len(c.Time), func(i int) bool { return c.Time[i] > t })
}

// SurvivalAt is the share of customers who last beyond t. Beyond Last it stays
// where it was, which is an upper bound.
func (c Curve) SurvivalAt(t float64) float64 {
	if k := c.before(t); k > 0 {
		return c.Survival[k-1]
	}
	return 1
}

// HazardAt is the cumulative hazard up to t (Nelson 1972, Technometrics
// 14:945-966; Aalen 1978, Annals of Statistics 6:701-726): how often a
// customer who came back after each loss would be lost. Its slope is the rate
// of leaving.
func (c Curve) HazardAt(t float64) float64 {
	if k := c.before(t); k > 0 {
		return c.Hazard[k-1]
	}
	return 0
}
