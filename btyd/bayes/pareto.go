package bayes

import (
	"math"
	"slices"
)

// leaveOut is the log predictive density of a row left out, from its
// log-likelihoods v over the draws, and the tail index of the importance
// weights 1/density. It sorts v. The largest weights are replaced by the
// expected order statistics of a generalised Pareto distribution fitted to
// them (Vehtari, Simpson, Gelman, Yao and Gabry 2024, J. Machine Learning
// Research 25:1-58, algorithm 1).
func leaveOut(v []float64, efficiency float64) (elpd, k float64) {
	slices.Sort(v) // the largest weights come first
	n := float64(len(v))
	length := int(math.Ceil(math.Min(0.2*n, 3*math.Sqrt(n/efficiency))))
	least := v[0]
	k = math.Inf(1)
	if length >= 5 && length < len(v) {
		// Tail weights above the largest of the rest, relative to the
		// largest of all; ascending.
		cut := math.Exp(least - v[length])
		excess := make([]float64, length)
		for i := range excess {
			excess[i] = math.Exp(least-v[length-1-i]) - cut
		}
		if excess[length-1] <= 1e-12*cut {
			k = math.Inf(-1) // all weights are the same
		} else {
			var scale float64
			k, scale = fitPareto(excess)
			if !math.IsInf(k, 0) && !math.IsNaN(k) {
				return smoothed(v, cut, k, scale, length), k
			}
		}
	}
	plain := make([]float64, len(v))
	for i, l := range v {
		plain[i] = -l
	}
	return math.Log(n) - logSumExp(plain), k
}

// smoothed is ln(Σ w p / Σ w) with smoothed weights w for the first length
// rows of v, and 1/p for the rest; weights are relative to that of v[0],
// which is the largest allowed.
func smoothed(v []float64, cut, k, scale float64, length int) float64 {
	least := v[0]
	var weights, densities float64 // the latter relative to e^least
	for i, l := range v {
		w := math.Exp(least - l)
		if i < length {
			p := (float64(length-1-i) + 0.5) / float64(length)
			w = math.Min(1, cut+paretoQuantile(p, k, scale))
			densities += w * math.Exp(l-least)
		} else {
			densities++
		}
		weights += w
	}
	return least + math.Log(densities/weights)
}

// paretoQuantile is the generalised Pareto quantile.
func paretoQuantile(p, k, scale float64) float64 {
	l := math.Log1p(-p)
	if math.Abs(k) < 1e-12 {
		return -scale * l
	}
	return scale * math.Expm1(-k*l) / k
}

// fitPareto fits the generalised Pareto distribution to ascending values by
// the estimator of Zhang and Stephens 2009, Technometrics 51:316-325, with
// the shape drawn towards 0.5 by the weight of ten values.
func fitPareto(x []float64) (k, scale float64) {
	n := len(x)
	m := 30 + int(math.Sqrt(float64(n)))
	quartile := x[int(float64(n)/4+0.5)-1]
	if quartile <= 0 {
		return math.Inf(1), 0
	}
	shape := func(theta float64) float64 {
		total := 0.0
		for _, v := range x {
			total += math.Log1p(-theta * v)
		}
		return total / float64(n)
	}
	thetas, logs := make([]float64, m), make([]float64, m)
	for j := range m {
		theta := 1/x[n-1] + (1-math.Sqrt(float64(m)/(float64(j)+0.5)))/(3*quartile)
		s := shape(theta)
		thetas[j] = theta
		logs[j] = float64(n) * (math.Log(-theta/s) - s - 1)
	}
	total := logSumExp(logs)
	theta := 0.0
	for j, l := range logs {
		theta += thetas[j] * math.Exp(l-total)
	}
	k = shape(theta)
	scale = -k / theta
	return (k*float64(n) + 10*0.5) / (float64(n) + 10), scale
}
