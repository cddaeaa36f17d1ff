// Package midlife is the Pareto/NBD model of a log that begins in mid-life:
// left truncation. Some customers were there before the log began; their first
// order in it is not their first, and who is seen for the first time in the
// log's first week buys more often than who is first seen in its twentieth.
//
// A customer first seen a time f after the log began is one of two:
//
//   - old: alive when the log began. Purchases in the log are then those of a
//     Pareto/NBD customer watched from its first day, x+1 of them, the first
//     one included. What is left of a lifetime when the log begins is again
//     Pareto, because exponential lifetimes do not age.
//   - new: the first purchase is the first, and Pareto/NBD holds as usual.
//
// Old customers are first seen at f with the density of a first purchase,
//
//	(r/α) (α/(α+f))^(r+1) (β/(β+f))^s
//
// and new ones arrive evenly. The parameter opening is how many times faster
// old customers appear than new ones on the log's first day; at zero the model
// is Pareto/NBD. How many customers appear when is not part of the likelihood,
// which is conditional on f: a shop that grows, or a cohort that was won within
// weeks, is not mistaken for a log in mid-life. What is evidence is that those
// seen earlier bought more often afterwards, as much as the density says. A
// new customer has the same lifetimes, though those who survived until the log
// began should live longer (few logs are long enough to tell), and rates of the
// same distribution unless the data tell them apart (r_new, alpha_new).
//
// The Pareto/NBD is of Schmittlein, Morrison and Colombo 1987, Management
// Science 33:1-24; see package paretonbd. That a panel watched from a day on
// samples frequent buyers first is the length bias of renewal theory (Cox
// 1962, Renewal Theory, ch. 5). The mixture is this library's own.
//
// The package knows no calendar. A history tells when a customer was first
// seen by its age alone, since all histories end on the same day: f is Window
// less T. Predictions are therefore for histories as of that day; [Model.Later]
// is the model as of another.
package midlife

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// Model holds the parameters. Window, in the unit of time of the data, is how
// long before the end of observation the log begins.
type Model struct {
	Old     paretonbd.Model
	Opening float64
	Window  float64
	// NewR and NewAlpha describe the rates of new customers, who share Old's
	// lifetimes.
	NewR, NewAlpha float64
}

// Names lists the parameters in the order of Parameters.
func (Model) Names() []string {
	return []string{"r", "alpha", "s", "beta", "opening", "window", "r_new", "alpha_new"}
}

// Parameters lists r, alpha, s, beta, opening, window, r_new, alpha_new.
func (m Model) Parameters() []float64 {
	return append(m.Old.Parameters(), m.Opening, m.Window, m.NewR, m.NewAlpha)
}

// With is the model of parameters in the order of Parameters.
func With(p []float64) Model {
	return Model{Old: paretonbd.Model{R: p[0], Alpha: p[1], S: p[2], Beta: p[3]}, Opening: p[4], Window: p[5], NewR: p[6], NewAlpha: p[7]}
}

// Validate refuses parameters that are not positive and finite; opening may be
// zero.
func (m Model) Validate() error {
	for i, p := range m.Parameters() {
		if !(p >= 0) || math.IsInf(p, 0) || p == 0 && i != 4 {
			return fmt.Errorf("%w: parameter %s = %g must be positive and finite", btyd.ErrInvalidStart, m.Names()[i], p)
		}
	}
	return nil
}

// New is the model of a new customer.
func (m Model) New() paretonbd.Model {
	return paretonbd.Model{R: m.NewR, Alpha: m.NewAlpha, S: m.Old.S, Beta: m.Old.Beta}
}

// Later is the model for histories that end a time later, or earlier where it
// is negative, than those it was fitted to.
func (m Model) Later(by float64) Model {
	m.Window += by
	return m
}

// watched is the history of an old customer, counted from the log's first day.
func (m Model) watched(h btyd.History) btyd.History {
	f := m.unseen(h)
	return btyd.History{X: h.X + 1, Tx: f + h.Tx, T: f + h.T}
}

// unseen is how long after the log's beginning the customer was first seen: a
// trace of the window at least, because nothing happens at an instant.
func (m Model) unseen(h btyd.History) float64 { return math.Max(m.Window-h.T, 1e-6*m.Window) }

// LogLikelihood is the log density of one history, given when the customer was
// first seen:
//
//	(ω ℓ_old(x+1, f+t_x, f+T) α/r + ℓ_new(x, t_x, T)) / (1 + ω g(f))
//
// with ω the opening, ℓ that of the Pareto/NBD, and g(f) the density of first
// purchases of old customers relative to that on the first day.
func (m Model) LogLikelihood(h btyd.History) float64 {
	log, _ := m.mix(h)
	return log - math.Log1p(m.Opening*math.Exp(m.fading(m.unseen(h))))
}

// mix is the logarithm of the numerator, and the chance that the customer is
// an old one.
func (m Model) mix(h btyd.History) (log, old float64) {
	fresh := m.New().LogLikelihood(h)
	if m.Opening == 0 {
		return fresh, 0
	}
	known := math.Log(m.Opening) - math.Log(m.Old.R/m.Old.Alpha) + m.Old.LogLikelihood(m.watched(h))
	top := math.Max(fresh, known)
	a, b := math.Exp(known-top), math.Exp(fresh-top)
	return top + math.Log(a+b), a / (a + b)
}

// fading is ln g(f).
func (m Model) fading(f float64) float64 {
	return -(m.Old.R+1)*math.Log1p(f/m.Old.Alpha) - m.Old.S*math.Log1p(f/m.Old.Beta)
}

// ProbabilityOld is the chance that a customer was there before the log began.
func (m Model) ProbabilityOld(h btyd.History) float64 {
	_, old := m.mix(h)
	return old
}
