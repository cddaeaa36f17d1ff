package score

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/perennial-clv/perennial/btyd/judge"
	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/value"
)

// choose picks the transaction model and says why. Models are compared by the
// log probability they gave to every customer's hold-out. The mixture of all
// models, weighed before the hold-out, is taken unless a single one is clearly
// better. Among single models those within two standard errors of the best are
// taken to be as good, and the one with the smallest error in the total wins;
// one whose P(alive) says nothing is taken only if it is clearly the best.
func choose(fits []fitted, tests []judge.Outcomes, o Options, p plan) (int, string) {
	if o.Model != Auto {
		for i, m := range fits {
			if m.family.Name == o.Model && m.usable() {
				return i, value.ModelTitle(o.Model) + ": asked for with --model."
			}
		}
		if o.Model != Stacked || tests != nil {
			return -1, ""
		}
		at, reason := chooseInSample(fits, p)
		return at, "No mixture can be made from this log: there is no earlier day on which all models could be fitted and judged. " + reason
	}
	if tests == nil {
		return chooseInSample(fits, p)
	}
	best := bestOf(fits, tests)
	if best < 0 {
		return -1, ""
	}
	for i, m := range fits {
		if m.family.Name == Stacked && asGood(tests[i], tests[best]) {
			return i, whyChosen(fits, tests, i, p)
		}
	}
	chosen := best
	found := false
	for i, m := range fits {
		if !m.single() || (m.family.FlawedAlive && i != best) || !asGood(tests[i], tests[best]) {
			continue
		}
		if m.family.FlawedAlive && rivalAsGood(fits, tests, best) {
			continue
		}
		if !found || totalError(tests[i]) < totalError(tests[chosen]) {
			chosen, found = i, true
		}
	}
	return chosen, whyChosen(fits, tests, chosen, p)
}

// single reports whether it is one model, fitted and usable.
func (f fitted) single() bool { return f.usable() && f.family.Name != Stacked }

// bestOf is the single model with the highest log score, or -1.
func bestOf(fits []fitted, tests []judge.Outcomes) int {
	best := -1
	for i, m := range fits {
		if m.single() && (best < 0 || tests[i].LogScore() > tests[best].LogScore()) {
			best = i
		}
	}
	return best
}

// rivalAsGood reports whether a model with a sound P(alive) matches the best.
func rivalAsGood(fits []fitted, tests []judge.Outcomes, best int) bool {
	for i, m := range fits {
		if i != best && m.single() && !m.family.FlawedAlive && asGood(tests[i], tests[best]) {
			return true
		}
	}
	return false
}

// asGood reports whether a's mean log score lies within two standard errors
// of the paired difference below b's, or so close that nobody could care:
// models that say nearly the same differ by next to nothing with certainty.
func asGood(a, b judge.Outcomes) bool {
	c := judge.Compare(b, a)
	return c.Difference <= math.Max(2*c.StdErr, sameScore)
}

// sameScore is a difference in log score, a customer, too small to matter.
const sameScore = 0.001

// totalError is the absolute relative error of the predicted total.
func totalError(o judge.Outcomes) float64 {
	p, a, _ := o.Totals()
	if a <= 0 {
		return p
	}
	return math.Abs(p/a - 1)
}

// whyChosen is the sentence shown wherever the model is named.
func whyChosen(fits []fitted, tests []judge.Outcomes, chosen int, p plan) string {
	predicted, actual, _ := tests[chosen].Totals()
	name := fits[chosen].family.Name
	s := value.ModelTitle(name)
	s += fmt.Sprintf(": on the %d days held out they expected %s repeat purchases against %s that happened (%s)",
		p.holdoutDays(), thousands(int64(math.Round(predicted))), thousands(int64(actual)), signedPercent(predicted/actual-1))
	if name != Stacked {
		s = strings.Replace(s, "they expected", "it expected", 1)
	}
	s += "."
	var worse, close, failed []string
	for i, m := range fits {
		switch {
		case i == chosen:
		case !m.usable():
			failed = append(failed, value.ModelTitle(m.family.Name))
		case !asGood(tests[i], tests[chosen]):
			worse = append(worse, value.ModelTitle(m.family.Name))
		default:
			close = append(close, value.ModelTitle(m.family.Name))
		}
	}
	for _, group := range []struct {
		names []string
		says  string
	}{{worse, "Clearly worse, customer by customer: %s."}, {close, "About as good: %s."}, {failed, "Did not converge: %s."}} {
		if len(group.names) > 0 {
			s += " " + fmt.Sprintf(group.says, strings.Join(group.names, ", "))
		}
	}
	return s
}

// mixture says what a mixture is made of, in a sentence; nothing for a single
// model.
func (f fitted) mixture() string {
	if f.weights == nil {
		return ""
	}
	names := make([]string, 0, len(f.weights))
	for name := range f.weights {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(f.weights[b], f.weights[a]), strings.Compare(a, b))
	})
	for i, name := range names {
		names[i] = fmt.Sprintf("%s %.0f %%", value.ModelTitle(name), 100*f.weights[name])
	}
	days := "one earlier day"
	if f.origins > 1 {
		days = fmt.Sprintf("%d earlier days", f.origins)
	}
	return season(f.model) + fmt.Sprintf(" The mixture, by how well each foretold what followed %s: %s.", days, strings.Join(names, ", "))
}

// chooseInSample is used without a hold-out: the mixture, or else the likelier
// model among those with a sound P(alive).
func chooseInSample(fits []fitted, p plan) (int, string) {
	best := -1
	for i, m := range fits {
		if m.family.Name == Stacked {
			return i, "Stacked models" + p.because()
		}
		if m.usable() && !m.family.FlawedAlive && (best < 0 || m.diag.LogLikelihood > fits[best].diag.LogLikelihood) {
			best = i
		}
	}
	if best < 0 {
		for i, m := range fits {
			if m.usable() {
				best = i
			}
		}
	}
	if best < 0 {
		return -1, ""
	}
	return best, value.ModelTitle(fits[best].family.Name) + ": it makes the log likelier than the others do" + p.because()
}

// because ends a sentence with why there is no backtest. Where there is one, a
// model is chosen without it only when what it chose cannot be fitted any more.
func (p plan) because() string {
	if p.why == "" {
		return "; what the backtest chose could not be fitted to the whole log."
	}
	return "; " + p.why + "."
}

// fallbackNotice says why no model stands behind the scores, and what would
// change that.
func fallbackNotice(repeaters int64) value.Notice {
	text := fmt.Sprintf("Too few repeat buyers for a model (%d): showing cohort averages; %d more would do.", repeaters, minRepeaters-repeaters)
	if repeaters >= minRepeaters {
		text = "No model could be fitted to this log: showing cohort averages."
	}
	return value.Notice{Level: "warning", Code: "cohort-average", Text: text}
}

// beaten says that the naive rule foretold the hold-out better than the chosen
// model, by each customer's number of purchases; nothing when it did not.
func beaten(chosen, naive judge.Outcomes) (value.Notice, bool) {
	c := judge.CompareSquares(naive, chosen)
	if c.Difference <= 2*c.StdErr {
		return value.Notice{}, false
	}
	_, of := chosen.Errors()
	_, than := naive.Errors()
	return value.Notice{Level: "warning", Code: "naive-rule-wins", Text: fmt.Sprintf(
		"The naive rule beats the chosen model here: that every customer goes on at the rate so far foretold the hold-out with an error of %.3g purchases a customer, the chosen model with %.3g (root mean square).", than, of)}, true
}

// minRepeaters is the least number of repeat buyers on which a four-parameter
// model is worth fitting.
const minRepeaters = 50

// season says at what pace a mixture runs, and why; nothing when it is the
// usual one.
func season(m transactions) string {
	pool, ok := m.(models.Pool)
	if !ok || pool.Pace == 0 || math.Abs(pool.Pace-1) < 0.005 {
		return ""
	}
	return fmt.Sprintf(" Purchases are taken to come %.2f times as fast as the mixture says by itself within the horizon, as they did in the same weeks a year earlier.", pool.Pace)
}
