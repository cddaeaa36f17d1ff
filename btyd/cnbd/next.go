package cnbd

import (
	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// TimeToNext is the smallest t such that a purchase in (T, T+t] has at least
// the given probability; ok is false when no t is long enough.
func (m Model) TimeToNext(h btyd.History, probability float64) (t float64, ok bool) {
	alive, s := m.ProbabilityAlive(h), m.future(h)
	return numeric.Quantile(probability, alive, s.alpha*float64(s.k)/s.r,
		func(t float64) float64 { return alive * s.comes(t) },
		func(t float64) float64 { return alive * s.density(t) })
}
