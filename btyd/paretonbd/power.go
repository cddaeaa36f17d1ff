package paretonbd

import "github.com/perennial-clv/perennial/btyd/numeric"

// mostFolds is how far an integrand may fall before its range is worth
// trimming, and odds grow before they are had from logarithms.
const mostFolds = 55.0

// powerIntegral is e^lift times that of [numeric.LogPowerIntegral],
//
//	∫ from 0 to h of (1 + u/a)^(-m) (1 + u/b)^(-n) du,
//
// of factors of starts a and b, powers m and n and rises ln(1+h/a) and
// ln(1+h/b), without a logarithm more. It is not ok where the integrand falls
// too far for that.
func powerIntegral(near, far factor, lift float64) (v float64, ok bool) {
	if far.start < near.start {
		near, far = far, near
	}
	folds := (near.power-1)*near.rise + far.power*far.rise
	if !(folds <= mostFolds) {
		return 0, false
	}
	panels, nodes, weights := numeric.Plan(near.rise, folds)
	width, k := near.rise/float64(panels), near.start/far.start
	var buffers [2][longestRule]float64
	growth, logs := buffers[0][:len(nodes)], buffers[1][:len(nodes)]
	for panel := range panels {
		for i, x := range nodes {
			growth[i] = width * (float64(panel) + x)
		}
		copy(logs, growth)
		numeric.ExpEach(logs)
		for i, e := range logs {
			logs[i] = 1 + k*(e-1)
		}
		numeric.LogEach(logs)
		for i, l := range logs {
			logs[i] = lift + (1-near.power)*growth[i] - far.power*l
		}
		numeric.ExpEach(logs)
		for i, f := range logs {
			v += weights[i] * f
		}
	}
	return near.start * width * v, true
}
