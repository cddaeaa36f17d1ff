package paretonbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
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
	near, far := factor{start: m.Alpha + h.Tx, power: m.R + h.X}, factor{start: m.Beta + h.Tx, power: m.S + 1}
	near.rise, far.rise = math.Log1p(silence/near.start), math.Log1p(silence/far.start)
	growth := near.power*near.rise + (far.power-1)*far.rise
	scale := m.S / far.start
	if far.start < near.start {
		near, far = far, near
	}
	// See [numeric.PowerAxis]: in g = ln(1 + u/near) the integrand falls by
	// this many e-folds.
	folds := (near.power-1)*near.rise + far.power*far.rise
	if folds > mostFolds || growth > mostFolds {
		return math.Inf(1)
	}
	panels, nodes, weights := numeric.Plan(near.rise, folds)
	width := near.rise / float64(panels)
	k := near.start / far.start
	total := 0.0
	var buffers [2][longestRule]float64
	growths, logs := buffers[0][:len(nodes)], buffers[1][:len(nodes)]
	for panel := range panels {
		for i, x := range nodes {
			growths[i] = width * (float64(panel) + x)
		}
		copy(logs, growths)
		numeric.ExpEach(logs)
		for i, e := range logs {
			logs[i] = 1 + k*(e-1)
		}
		numeric.LogEach(logs)
		for i, l := range logs {
			// The growth at T is taken in, so that nothing under- or overflows.
			logs[i] = growth + (1-near.power)*growths[i] - far.power*l
		}
		numeric.ExpEach(logs)
		for i, f := range logs {
			total += weights[i] * f
		}
	}
	return scale * near.start * width * total
}

// mostFolds is how far the integrand may fall before its range is worth
// trimming, and the odds grow before they are had from logarithms.
const mostFolds = 55.0
