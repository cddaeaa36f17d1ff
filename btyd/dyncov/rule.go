package dyncov

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// longestRule is the length of the longest quadrature rule.
const longestRule = 32

// faintest is the number of e-folds below which an integrand is left out.
const faintest = 50.0

// pieces lays quadrature points for (1+aθ)^-m (1+bθ)^-n over θ in [0, 1].
// Where neither factor more than halves, θ itself is the variable: most
// intervals are short beside a customer's whole clock, and two or three points
// are enough. Else it is that of numeric.PowerAxis. The thresholds were found by
// trying rules on tens of thousands of integrands; the worst relative error is
// near 1e-11.
type pieces struct {
	a, b           float64
	curved         bool // g = ln(1 + near θ) is the variable
	near           float64
	panels         int
	width          float64
	nodes, weights []float64
	// The points of one panel.
	theta, weight [longestRule]float64
}

// The shortest rules of Gauss and Legendre on [0, 1].
var (
	twoNodes     = []float64{0.21132486540518712, 0.7886751345948129}
	twoWeights   = []float64{0.5, 0.5}
	threeNodes   = []float64{0.1127016653792583, 0.5, 0.8872983346207417}
	threeWeights = []float64{5. / 18, 4. / 9, 5. / 18}
	fourNodes    = []float64{0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970262}
	fourWeights  = []float64{0.17392742256872693, 0.32607257743127307, 0.32607257743127307, 0.17392742256872693}
)

// plan chooses variable, panels and rule.
func (p *pieces) plan(a, m, b, n float64) {
	p.a, p.b, p.curved, p.panels, p.width = a, b, false, 1, 1
	steep, folds := math.Max(a, b), m*a+n*b
	switch {
	case steep > 0.5:
		p.bend(m, n)
	case steep <= 0.004 && folds <= 0.01:
		p.nodes, p.weights = twoNodes, twoWeights
	case steep <= 0.02 && folds <= 0.09:
		p.nodes, p.weights = threeNodes, threeWeights
	case steep <= 0.06 && folds <= 0.25:
		p.nodes, p.weights = fourNodes, fourWeights
	case steep <= 0.25 && folds <= 1:
		p.nodes, p.weights = numeric.Legendre(6)
	default:
		p.nodes, p.weights = numeric.Legendre(8)
		// ln(1+x) is at least 0.81 x as far as 1/2.
		reach := math.Min(1, faintest/(0.81*folds))
		p.panels = int(math.Ceil(folds * reach / 2.5))
		p.width = reach / float64(p.panels)
	}
}

// bend plans in the variable g.
func (p *pieces) bend(m, n float64) {
	p.curved, p.near = true, p.a
	axis := numeric.PowerAxis{Near: 1 / p.a, NearPower: m, Far: 1 / p.b, FarPower: n}
	if p.b > p.a {
		p.near = p.b
		axis = numeric.PowerAxis{Near: 1 / p.b, NearPower: n, Far: 1 / p.a, FarPower: m}
	}
	length, folds := axis.Trim(math.Log1p(p.near))
	p.panels, p.nodes, p.weights = numeric.Plan(length, folds)
	if len(p.nodes) < 24 { // rare enough to be generous
		p.nodes, p.weights = numeric.Legendre(24)
	}
	p.width = length / float64(p.panels)
}

// lay writes the points θ of a panel with their weights.
func (p *pieces) lay(panel int) {
	for i, x := range p.nodes {
		p.theta[i] = p.width * (float64(panel) + x)
		p.weight[i] = p.width * p.weights[i]
	}
	if !p.curved {
		return
	}
	for i := range p.nodes {
		g := p.theta[i]
		p.theta[i] = math.Expm1(g) / p.near
		p.weight[i] *= math.Exp(g) / p.near
	}
}
