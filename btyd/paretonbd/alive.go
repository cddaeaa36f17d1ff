package paretonbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// ProbabilityAlive is the chance that the customer is still alive at T.
func (m Model) ProbabilityAlive(h btyd.History) float64 {
	if h.Tx == h.T {
		return 1
	}
	if odds := m.odds(h); odds < 1e300 {
		return 1 / (1 + odds)
	}
	return math.Exp(m.LogProbabilityAlive(h))
}

// LogProbabilityAlive is its logarithm, which does not underflow.
func (m Model) LogProbabilityAlive(h btyd.History) float64 {
	alive, dead := m.paths(h)
	if dead > alive {
		return alive - dead - math.Log1p(math.Exp(alive-dead))
	}
	return -math.Log1p(math.Exp(dead - alive))
}

// odds are those of having died unseen, the ratio of the two [Model.paths]:
//
//	s/(β+t_x) ((α+T)/(α+t_x))^(r+x) ((β+T)/(β+t_x))^s
//	∫ from 0 to T-t_x of (1+u/(α+t_x))^-(r+x) (1+u/(β+t_x))^-(s+1) du
//
// They are infinite where they cannot be had this way.
func (m Model) odds(h btyd.History) float64 {
	silence := h.T - h.Tx
	buying := factor{start: m.Alpha + h.Tx, power: m.R + h.X}
	dying := factor{start: m.Beta + h.Tx, power: m.S + 1}
	buying.rise, dying.rise = math.Log1p(silence/buying.start), math.Log1p(silence/dying.start)
	growth := buying.power*buying.rise + (dying.power-1)*dying.rise
	if growth > mostFolds {
		return math.Inf(1)
	}
	v, ok := powerIntegral(buying, dying, growth)
	if !ok {
		return math.Inf(1)
	}
	return m.S / dying.start * v
}
