package score

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/internal/value"
)

// choose picks the transaction model and says why. Models are compared by the
// log probability they gave to every customer's hold-out. Those within two
// standard errors of the best are taken to be as good, and among them the one
// with the smallest error in the total wins. BG/NBD, whose P(alive) says
// nothing about one-time buyers, is taken only if it is clearly the best.
func choose(models []fitted, tests []outcomes, o Options, p plan) (int, string) {
	if o.Model != Auto {
		for i, m := range models {
			if m.family.name == o.Model && m.usable() {
				return i, titles[o.Model] + ": asked for with --model."
			}
		}
		return -1, ""
	}
	if tests == nil {
		return chooseInSample(models, p)
	}
	best := -1
	for i, m := range models {
		if m.usable() && (best < 0 || tests[i].logScore() > tests[best].logScore()) {
			best = i
		}
	}
	if best < 0 {
		return -1, ""
	}
	chosen := -1
	for i, m := range models {
		if !m.usable() || (m.family.flawedAlive && i != best) || !asGood(tests[i], tests[best]) {
			continue
		}
		if m.family.flawedAlive && rivalAsGood(models, tests, best) {
			continue
		}
		if chosen < 0 || totalError(tests[i]) < totalError(tests[chosen]) {
			chosen = i
		}
	}
	if chosen < 0 {
		chosen = best
	}
	return chosen, whyChosen(models, tests, chosen, p)
}

// rivalAsGood reports whether a model with a sound P(alive) matches the best.
func rivalAsGood(models []fitted, tests []outcomes, best int) bool {
	for i, m := range models {
		if i != best && m.usable() && !m.family.flawedAlive && asGood(tests[i], tests[best]) {
			return true
		}
	}
	return false
}

// asGood reports whether a's mean log score lies within two standard errors
// of the paired difference below b's.
func asGood(a, b outcomes) bool {
	var n, mean, square float64
	for i, w := range a.weight {
		d := b.logp[i] - a.logp[i]
		n += w
		mean += w * d
		square += w * d * d
	}
	mean /= n
	se := math.Sqrt(math.Max(square/n-mean*mean, 0) / n)
	return mean <= 2*se
}

// totalError is the absolute relative error of the predicted total.
func totalError(o outcomes) float64 {
	p, a, _ := o.totals()
	if a <= 0 {
		return p
	}
	return math.Abs(p/a - 1)
}

// whyChosen is the sentence shown wherever the model is named.
func whyChosen(models []fitted, tests []outcomes, chosen int, p plan) string {
	t := tests[chosen]
	predicted, actual, _ := t.totals()
	s := fmt.Sprintf("%s: on the %d days held out it expected %s repeat purchases against %s that happened (%s)",
		titles[models[chosen].family.name], p.holdoutDays(), thousands(int64(math.Round(predicted))), thousands(int64(actual)), signedPercent(predicted/actual-1))
	for i, m := range models {
		if i == chosen {
			continue
		}
		switch {
		case !m.usable():
			s += fmt.Sprintf("; %s did not converge", titles[m.family.name])
		case !asGood(tests[i], tests[chosen]):
			s += fmt.Sprintf("; %s found what customers did clearly less likely", titles[m.family.name])
		case m.family.flawedAlive:
			s += fmt.Sprintf("; %s is no better and calls every one-time buyer alive", titles[m.family.name])
		default:
			op, oa, _ := tests[i].totals()
			s += fmt.Sprintf("; %s is as good customer by customer, with %s in total", titles[m.family.name], signedPercent(op/oa-1))
		}
	}
	return s + "."
}

// chooseInSample is used without a hold-out: the likelier model among those
// with a sound P(alive).
func chooseInSample(models []fitted, p plan) (int, string) {
	best := -1
	for i, m := range models {
		if m.usable() && !m.family.flawedAlive && (best < 0 || m.diag.LogLikelihood > models[best].diag.LogLikelihood) {
			best = i
		}
	}
	if best < 0 {
		for i, m := range models {
			if m.usable() {
				best = i
			}
		}
	}
	if best < 0 {
		return -1, ""
	}
	return best, fmt.Sprintf("%s: it makes the log likelier than the others do; %s.", titles[models[best].family.name], p.why)
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

// minRepeaters is the least number of repeat buyers on which a four-parameter
// model is worth fitting.
const minRepeaters = 50
