package conformance

import (
	"fmt"

	"github.com/perennial-clv/perennial/btyd"
)

// stressed are customers and parameters at which formulas as they are usually
// written lose their digits, divide zero by zero or overflow, with P(alive) and
// E[Y(t)] in 15 digits.
var stressed = []struct {
	model           string
	p               [4]float64
	h               btyd.History
	t               float64
	alive, expected string
}{
	{"BG/NBD", [4]float64{0.11, 2.24, 0.31, 0.5}, history(0, 0, 1), 30, "1.0", "0.564588615532785"},
	{"BG/NBD", [4]float64{0.243, 4.414, 0.793, 2.426}, history(500, 77.9, 78), 52, "0.997105463794411", "256.946225084194"},
	{"BG/NBD", [4]float64{0.243, 4.414, 0.793, 2.426}, history(3000, 77.9, 78), 52, "0.990009810994772", "1529.24353031347"},
	{"BG/NBD", [4]float64{0.243, 4.414, 1, 2.426}, history(2, 30.43, 38.86), 39, "0.678175614854404", "1.10213678603996"},
	{"BG/NBD", [4]float64{0.243, 4.414, 1.0000001, 2.426}, history(2, 30.43, 38.86), 39, "0.67817559302906", "1.10213673141691"},
	{"BG/NBD", [4]float64{0.1, 50.16, 0.4, 0.81}, history(300, 5, 700), 365, "5.0412647962897e-338", "6.77176891056709e-336"},
	{"BG/NBD", [4]float64{0.5458741247391189, 13.409316394557274, 0.0009994943799344323, 0.03899022143378801}, history(0, 0, 10), 30, "1.0", "0.690910452712539"},
	{"Pareto/NBD", [4]float64{0.5534, 10.5802, 0.6061, 11.6562}, history(500, 77.9, 78), 52, "0.9990910977072", "253.704041277483"},
	{"Pareto/NBD", [4]float64{0.5534, 10.5802, 0.6061, 11.6562}, history(3000, 77.9, 78), 52, "0.994312951676426", "1513.54848233552"},
	{"Pareto/NBD", [4]float64{0.5534, 10.5802, 1, 11.6562}, history(2, 30.43, 38.86), 52, "0.794576300194435", "1.46713653521314"},
	{"Pareto/NBD", [4]float64{0.5534, 10.5802, 0.6061, 10.5802}, history(2, 30.43, 38.86), 52, "0.866208655891263", "1.83745063692513"},
	{"Pareto/NBD", [4]float64{0.5534, 10.5802, 0.6061, 11.6562}, history(0, 0, 0), 52, "1.0", "1.47306699190199"},
	{"Pareto/NBD", [4]float64{10.465, 0.00798565181, 3.0516, 2.82}, history(50, 1, 37), 52, "1.41714429128661e-96", "3.68444389719673e-95"},
	{"Pareto/NBD", [4]float64{0.5329, 38.0598, 64.2792, 7721.5264}, history(2, 100, 145), 52, "0.604381085689769", "0.35441835616137"},
}

func stressGroup() group {
	g := group{title: "Extremes", about: "Customers and parameters for which other packages return no number, infinity or too few digits. A chance below the smallest float is compared by its logarithm."}
	for _, c := range stressed {
		at := fmt.Sprintf(", %s at (%g, %g, %g, %g)", c.model, c.p[0], c.p[1], c.p[2], c.p[3])
		var m interface {
			predictor
			LogProbabilityAlive(h btyd.History) float64
		} = bgAt(c.p[0], c.p[1], c.p[2], c.p[3])
		if c.model == "Pareto/NBD" {
			m = paretoAt(c.p[0], c.p[1], c.p[2], c.p[3])
		}
		if c.alive == "5.0412647962897e-338" {
			// Below the smallest float, 4.9e-324: compared by its logarithm.
			g.add("ln "+aliveWords(c.h)+at, "high precision ("+c.alive+")", "-776.656104429742", exact, m.LogProbabilityAlive(c.h))
			continue
		}
		g.add(aliveWords(c.h)+at, "high precision", c.alive, exact, m.ProbabilityAlive(c.h))
		g.add(customerWords(fmt.Sprintf("E[Y(%g)]", c.t), c.h.X, c.h.Tx, c.h.T)+at, "high precision", c.expected, exact, m.ExpectedPurchases(c.h, c.t))
	}
	// 1/(a-1) is a removable singularity.
	g.add("E[Y(39) | 2, 30.43, 38.86], BG/NBD at (0.243, 4.414, 1 - 1e-12, 2.426)", "high precision", "1.102136786040502", exact,
		bgAt(0.243, 4.414, 1-1e-12, 2.426).ExpectedPurchases(history(2, 30.43, 38.86), 39))
	return g
}
