package conformance

import (
	"github.com/perennial-clv/perennial/btyd/judge"
	"github.com/perennial-clv/perennial/btyd/ziln"
)

func zilnGroup() group {
	g := group{title: "ZILN", about: "Package [ziln](models/ziln.md), and the metrics that came with it (package judge)."}
	const source, its = "high precision", "zero_inflated_lognormal_test.py of google/lifetime_value"
	a, b := ziln.Logits{Return: 0.1, Mu: 0.2, Scale: 0.3}, ziln.Logits{Return: 0.4, Mu: 0.5, Scale: 0.6}
	g.add("loss of 0 at logits (.1, .2, .3)", source, "0.744396660073570895", exact, a.Loss(0))
	g.add("loss of 1.5 at logits (.4, .5, .6)", source, "1.87837259125948843", exact, b.Loss(1.5))
	g.add("mean at logits (.1, .2, .3)", source+", "+its, "0.923637852954928562", exact, a.Mean())
	g.add("mean at logits (.4, .5, .6)", source+", "+its, "1.69075533234451452", exact, b.Mean())
	value := []float64{0, 3, 1, 0, 8, 2, 5, 0, 0, 13}
	weight := []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}
	perfect := judge.Outcomes{Predicted: value, Actual: value, Weight: weight}
	g.add("normalised Gini of the perfect ranking", "metrics_test.py of google/lifetime_value", "1", exact, perfect.Gini())
	perfect.Rank()
	miss := 0.0
	for _, p := range perfect.Parts(10) {
		if p.Actual > 0 {
			miss += (p.Predicted - p.Actual) / p.Actual
		}
	}
	g.add("error of deciles of the perfect prediction", "metrics_test.py of google/lifetime_value", "0", around(1e-12, "rounding"), miss)
	return g
}
