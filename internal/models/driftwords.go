package models

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/perennial-clv/perennial/btyd/drift"
	"github.com/perennial-clv/perennial/internal/value"
)

// verdict says what the tests found.
func (t driftTest) verdict(d value.Drift) string {
	switch {
	case d.Seasonal:
		return t.differBySeason(d)
	case d.Yearly.Adjusted < driftLevel:
		return t.changedYearly(d)
	case d.Parameters.Adjusted < driftLevel:
		return t.changedParameters(d)
	}
	return t.unchanged(d)
}

// changedYearly tells the surest step of the yearly figure: the last window
// against the first if that is one.
func (t driftTest) changedYearly(d value.Drift) string {
	step := t.telling(t.compared.DerivedSteps)
	a, b := d.Windows[step.From], d.Windows[step.To]
	who := "New customers have changed"
	if d.FollowUpDays < yearDays {
		who = "New customers, or the seasons they were watched in, have changed"
	}
	s := fmt.Sprintf("%s, more than chance allows (%s). Those first seen from %s to %s were expected to buy again %s in 52 weeks, those from %s to %s %s (%s), by %s fitted to each.",
		who, probability(d.Yearly), a.From, a.To, howOften(a.Yearly), b.From, b.To, howOften(b.Yearly), signed(b.Yearly/a.Yearly-1), value.ModelTitle(d.Model))
	return s + sharpest(d, yearly, step)
}

// differBySeason is for windows that differ, while those a year apart do not.
func (t driftTest) differBySeason(d value.Drift) string {
	return fmt.Sprintf("New customers differ by the season in which they first buy, more than chance allows (%s), and not from one year to the next: windows a year apart are alike. They were expected to buy again %s in 52 weeks, by %s fitted to each.",
		probability(least(d.Parameters, d.Yearly)), yearlyRange(d), value.ModelTitle(d.Model))
}

// changedParameters is for windows that differ in how customers buy, and not
// clearly in how often.
func (t driftTest) changedParameters(d value.Drift) string {
	s := fmt.Sprintf("How new customers buy has changed, more than chance allows (%s), though how often they buy in 52 weeks has not for certain: they were expected to buy again %s.",
		probability(d.Parameters), yearlyRange(d))
	if len(d.Moves) == 0 {
		return s + " No single step of a parameter stands out."
	}
	m := d.Moves[0]
	return s + fmt.Sprintf(" The surest step is that of %s of %s, from %.3g to %.3g between customers first seen from %s and those from %s.",
		m.Parameter, value.ModelTitle(d.Model), m.Before, m.After, d.Windows[m.From].From, d.Windows[m.To].From)
}

// unchanged says how large a change would not have been noticed.
func (t driftTest) unchanged(d value.Drift) string {
	const noticed = 1.96 + 0.84 // a step so many standard errors long is seen four times in five
	last := t.compared.DerivedSteps[len(t.compared.DerivedSteps)-1]
	return fmt.Sprintf("No drift beyond chance: customers first seen in %d successive windows follow the same %s, as far as can be told (%s). They were expected to buy again %s in 52 weeks. A change of less than about %.0f %% from the first window to the last might go unnoticed.",
		len(d.Windows), value.ModelTitle(d.Model), probability(least(d.Parameters, d.Yearly)), yearlyRange(d), 100*math.Expm1(noticed*last.StdErr))
}

// telling is the step to tell of: first to last if it is beyond chance, else
// the surest.
func (t driftTest) telling(steps []drift.Step) drift.Step {
	last := steps[len(steps)-1]
	if last.Adjusted < driftLevel {
		return last
	}
	best := steps[0]
	for _, s := range steps {
		if math.Abs(s.Z) > math.Abs(best.Z) {
			best = s
		}
	}
	return best
}

// sharpest names the surest step between neighbours, unless it is told already.
func sharpest(d value.Drift, what string, told drift.Step) string {
	for _, m := range d.Moves {
		if m.Parameter == what && m.To == m.From+1 && (m.From != told.From || m.To != told.To) {
			return fmt.Sprintf(" The sharpest step came between those first seen from %s and those from %s (%s).",
				d.Windows[m.From].From, d.Windows[m.To].From, signed(m.After/m.Before-1))
		}
	}
	return ""
}

// caveats are what to keep in mind with any verdict.
func (c driftCut) caveats() (out []string) {
	if c.followUp < yearDays {
		out = append(out, fmt.Sprintf("Each customer was watched for %d days, so windows see different seasons, and a difference may be the season's; what is said of 52 weeks goes beyond what was watched.", c.followUp))
	} else {
		out = append(out, "Each customer was watched for 52 weeks, so that every window has every season in it.")
	}
	if c.newer {
		out = append(out, fmt.Sprintf("Customers first seen in the last %d days are too new to take part: what changed since then does not show yet.", c.followUp))
	}
	return out
}

// yearlyRange is the least and the greatest yearly figure in words.
func yearlyRange(d value.Drift) string {
	low, high := math.Inf(1), math.Inf(-1)
	for _, w := range d.Windows {
		low, high = math.Min(low, w.Yearly), math.Max(high, w.Yearly)
	}
	return fmt.Sprintf("%s to %s", figure(low), howOften(high))
}

func howOften(v float64) string { return figure(v) + " times" }

// signed is a relative change in percent.
func signed(v float64) string {
	return strings.Replace(fmt.Sprintf("%+.0f %%", 100*v), "-", "−", 1)
}

// figure has three significant digits.
func figure(v float64) string { return fmt.Sprintf("%.3g", v) }

// probability of what was seen if all windows are alike.
func probability(c value.ChiSquare) string {
	p := fmt.Sprintf("p = %.2g", c.Adjusted)
	if c.Adjusted < 0.0001 {
		p = "p < 0.0001"
	}
	degrees := "degrees"
	if c.Degrees == 1 {
		degrees = "degree"
	}
	return fmt.Sprintf("chi-square %.1f on %d %s of freedom, %s", c.Statistic, c.Degrees, degrees, p)
}

// least is the test with the smaller p-value.
func least(a, b value.ChiSquare) value.ChiSquare {
	if b.P < a.P {
		return b
	}
	return a
}

// upper starts words with a capital.
func upper(words string) string {
	r, n := utf8.DecodeRuneInString(words)
	return strings.ToUpper(string(unicode.ToUpper(r))) + words[n:]
}
