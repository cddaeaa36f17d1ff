package models

import (
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
)

// waits remembers what the members said of the chance of a purchase by the
// end of equal steps of time, in ascending order of steps: customers who share
// a future ask about the same ones.
type waits struct {
	steps []int
	any   []float64 // of the surest customer; one a member for every step
}

func (w *waits) reset() { w.steps, w.any = w.steps[:0], w.any[:0] }

// Waits is the first of equal steps of time by the end of which a customer has
// bought with at least the given probability; shares are those that
// [Ahead.Outlook] gave. It is not ok if that is not within the horizon.
func (a *Ahead) Waits(h btyd.History, o btyd.Outlook, shares []float64, probability, step float64) (steps int, ok bool) {
	within := 0.0
	for i, s := range shares {
		within += s * (1 - a.members[i].counts[0])
	}
	if !(within > probability) {
		return 0, false
	}
	if !a.shared {
		t, ok := a.model.TimeToNext(h, probability)
		return int(math.Ceil(t / step)), ok && t <= a.horizon
	}
	if len(a.waits.steps) == 0 {
		a.begin(step)
	}
	w := &a.waits
	at, found := 0, len(w.steps)-1 // places among the known steps, around the answer
	for found-at > 1 {
		if mid := (at + found) / 2; a.by(mid, shares) < probability {
			at = mid
		} else {
			found = mid
		}
	}
	for tries := 0; w.steps[found]-w.steps[at] > 1; tries++ {
		low, high := w.steps[at], w.steps[found]
		guess := (low + high) / 2
		if tries < 6 {
			guess = between(a.guess(at, o, shares, probability), low, high)
		}
		a.ask(found, guess, step)
		if a.by(found, shares) < probability {
			at, found = found, found+1
		}
	}
	return w.steps[found], true
}

// between is the whole number above t, kept apart from both ends.
func between(t float64, low, high int) int {
	switch {
	case !(t > float64(low)):
		return low + 1
	case t > float64(high-1):
		return high - 1
	}
	return int(math.Ceil(t))
}

// begin notes what is known from the start: nobody has bought by now, and by
// the horizon they have as the counts say.
func (a *Ahead) begin(step float64) {
	w := &a.waits
	w.steps = append(w.steps, 0, max(1, int(math.Ceil(a.horizon/step-1e-9))))
	for range a.members {
		w.any = append(w.any, 0)
	}
	for i := range a.members {
		w.any = append(w.any, 1-a.members[i].counts[0])
	}
}

// ask notes at a place what the members say of a step.
func (a *Ahead) ask(place, steps int, step float64) {
	w, n := &a.waits, len(a.members)
	w.steps = slices.Insert(w.steps, place, steps)
	for i := range a.members {
		m := &a.members[i]
		w.any = slices.Insert(w.any, place*n+i, 1-m.none(m.surest, float64(steps)*step*a.pace))
	}
}

// by is the chance that a customer with the given shares has bought by a
// known step.
func (a *Ahead) by(place int, shares []float64) float64 {
	total := 0.0
	for i, v := range a.waits.any[place*len(shares):][:len(shares)] {
		total += shares[i] * v
	}
	return total
}

// guess is about the step at which the chance reaches the probability, known
// to be after the one at a place and by the next. The chance rises from zero
// and flattens much as t/(c+t) does: that curve is laid through three known
// points, or through two with the customer's rate of purchases as its slope
// now.
func (a *Ahead) guess(at int, o btyd.Outlook, shares []float64, probability float64) float64 {
	w := &a.waits
	from, to := float64(w.steps[at]), float64(w.steps[at+1])
	low, high := a.by(at, shares), a.by(at+1, shares)
	if len(w.steps) == 2 {
		c := high * to / math.Max(1.1*o.Expected-high, 0.1*high)
		part := probability / high * to / (to + c)
		return c * part / (1 - part)
	}
	third := at + 2
	if third == len(w.steps) || at > 0 && w.steps[at]-w.steps[at-1] < w.steps[third]-w.steps[at+1] {
		third = at - 1
	}
	far, f := float64(w.steps[third]), a.by(third, shares)
	// Such curves keep cross ratios.
	ratio := (probability - low) * (high - f) / ((probability - f) * (high - low)) * (to - from) / (to - far)
	return (from - ratio*far) / (1 - ratio)
}
