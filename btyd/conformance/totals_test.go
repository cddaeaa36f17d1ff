package conformance

import (
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/nbd"
)

// predictor is what a total is made from.
type predictor interface {
	ExpectedPurchases(h btyd.History, t float64) float64
	ExpectedNewCustomer(t float64) float64
	ProbabilityAlive(h btyd.History) float64
}

func totalsGroup() group {
	g := group{title: "CDNOW totals", about: "Sums over the 2,357 customers: the data themselves, the 39 weeks held out, the weeks as they pass."}
	summaries(&g)
	heldOut(&g)
	byFrequency(&g)
	tracking(&g)
	mixing(&g)
	return g
}

func summaries(g *group) {
	const source = "counted in the log"
	add := func(of, want string, within tolerance, f func(b *bench) float64) {
		g.with(cdnow, of, source, want, within, f)
	}
	sum := func(f func(h btyd.History) float64) func(b *bench) float64 {
		return func(b *bench) float64 { return total(b.rows(cdnow), f) }
	}
	add("customers", "2357", exact, sum(func(btyd.History) float64 { return 1 }))
	add("Σ x", "2457", exact, sum(func(h btyd.History) float64 { return h.X }))
	add("Σ t_x, days", "112949", exact, sum(func(h btyd.History) float64 { return 7 * h.Tx }))
	add("Σ T, days", "539779", exact, sum(func(h btyd.History) float64 { return 7 * h.T }))
	add("customers with x = 0", "1411", exact, sum(func(h btyd.History) float64 { return indicator(h.X == 0) }))
	add("repeat buyers", "946", exact, func(b *bench) float64 { return float64(b.cdnow.Spend.Len()) })
	add("largest x", "29", exact, func(b *bench) float64 { return slices.Max(b.rows(cdnow).X) })
	add("distinct (x, t_x, T)", "1016", exact, func(b *bench) float64 { return float64(b.rows(cdnow).Len()) })
	spend := func(f func(m []float64) float64) func(b *bench) float64 {
		return func(b *bench) float64 { return f(slices.Sorted(slices.Values(b.cdnow.Spend.M))) }
	}
	const rfm = "lifetimes test_utils.py"
	g.with(cdnow, "mean of mean repeat spend", "counted in the log", "35.077847533689834", exact, spend(mean))
	g.with(cdnow, "mean of mean repeat spend", rfm, "35", printed, spend(mean))
	g.with(cdnow, "standard deviation of it", rfm, "30", printed, spend(deviation))
	g.with(cdnow, "least of it", "BTYD executed", "2.99", printed, spend(slices.Min))
	g.with(cdnow, "median of it", rfm, "27", printed, spend(func(m []float64) float64 { return (m[len(m)/2-1] + m[len(m)/2]) / 2 }))
	g.with(cdnow, "largest of it", "CLVTools", "299.63", printed, spend(slices.Max))
}

func indicator(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

func mean(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

func deviation(v []float64) float64 {
	m, sum := mean(v), 0.0
	for _, x := range v {
		sum += (x - m) * (x - m)
	}
	return math.Sqrt(sum / float64(len(v)-1))
}

func heldOut(g *group) {
	later := func(m predictor) func(b *bench) float64 {
		return func(b *bench) float64 {
			return total(b.rows(cdnow), func(h btyd.History) float64 { return m.ExpectedPurchases(h, 39) })
		}
	}
	alive := func(m predictor) func(b *bench) float64 {
		return func(b *bench) float64 { return total(b.rows(cdnow), m.ProbabilityAlive) }
	}
	g.with(cdnow, "purchases held out", "BTYDplus demo/cdnow.R", "1882", exact, func(b *bench) (n float64) {
		for _, l := range b.later {
			n += l.after()
		}
		return n
	})
	const plus, clv = "BTYDplus demo/cdnow.R executed", "CLVTools executed"
	g.with(cdnow, "Σ E[Y(39)], Pareto/NBD at BTYD's estimate", plus, "1665.42818784025", exact, later(paretoExecuted))
	g.with(cdnow, "Σ E[Y(39)], BG/NBD at BTYD's estimate", plus, "1653.39203633905", exact, later(bgBTYD))
	g.with(cdnow, "Σ E[Y(39)], MBG/NBD at BTYDplus' estimate", plus, "1576.71194551202", exact, later(mbgBTYDplus))
	g.with(cdnow, "Σ P(alive), MBG/NBD at BTYDplus' estimate", plus, "1057.63196776617", exact, alive(mbgBTYDplus))
	g.with(cdnow, "Σ E[Y(39)], NBD at BTYDplus' estimate", plus, "2929.82035408748", exact, later(nbd.Model{R: 0.384765875270681, Alpha: 12.0720137321234}))
	g.with(cdnow, "Σ E[Y(39)], Pareto/NBD at CLVTools' estimate", clv, "1665.688", short(1e-4), later(paretoCLVTools))
	g.with(cdnow, "Σ P(alive), Pareto/NBD at CLVTools' estimate", clv, "1051.971", short(1e-4), alive(paretoCLVTools))
	g.with(cdnow, "Σ E[Y(39)], BG/NBD at CLVTools' estimate", clv, "1653.408", short(1e-6), later(bgCLVTools))
	g.with(cdnow, "Σ P(alive), BG/NBD at CLVTools' estimate", clv, "1917.277", short(1e-6), alive(bgCLVTools))
}

// byFrequency has the mean purchases held out of customers with the same x,
// with 7 standing for 7 and more.
func byFrequency(g *group) {
	bin := func(f func(b *bench, i int) float64) func(b *bench, bin int) float64 {
		return func(b *bench, bin int) float64 {
			sum, n := 0.0, 0.0
			for i, h := range b.cdnow.Histories {
				if int(min(h.X, 7)) == bin {
					sum, n = sum+f(b, i), n+1
				}
			}
			return sum / n
		}
	}
	expected := func(m predictor) func(b *bench, i int) float64 {
		return func(b *bench, i int) float64 { return m.ExpectedPurchases(b.cdnow.Histories[i], 39) }
	}
	const vignette = "BTYD vignette"
	g.eachWith(cdnow, "customers with x = %d (7: or more)", 0, vignette, "1411 439 214 100 62 38 29 64", printed, func(b *bench, x int) (n float64) {
		for _, h := range b.cdnow.Histories {
			n += indicator(int(min(h.X, 7)) == x)
		}
		return n
	})
	g.eachWith(cdnow, "mean purchases held out, x = %d", 0, vignette, "0.237 0.697 1.393 1.560 2.532 2.947 3.862 6.359", printed, bin(func(b *bench, i int) float64 { return b.later[i].after() }))
	g.eachWith(cdnow, "mean E[Y(39)], x = %d, Pareto/NBD at BTYD's restarted estimate", 0, vignette, "0.138 0.600 1.196 1.714 2.399 2.907 3.819 6.403", around(6e-4, "printed, its estimate"), bin(expected(paretoRestarted)))
	g.eachWith(cdnow, "mean E[Y(39)], x = %d, BG/NBD at BTYD's estimate", 0, vignette, "0.2250893 0.5231364 1.044126 1.520256 2.163824 2.653789 3.503957 6.157036", short(1e-5), bin(expected(bgBTYD)))
}

// tracking has the repeat purchases of all customers week by week, from
// 1997-01-01 on.
func tracking(g *group) {
	expected := func(m predictor, b *bench, week int) float64 {
		longest := slices.Max(b.rows(cdnow).T)
		return total(b.rows(cdnow), func(h btyd.History) float64 {
			return m.ExpectedNewCustomer(max(0, float64(week)-(longest-h.T)))
		})
	}
	grown := func(m predictor) func(b *bench, week int) float64 {
		return func(b *bench, week int) float64 { return expected(m, b, week) - expected(m, b, week-1) }
	}
	cumulative := func(m predictor) func(b *bench, week int) float64 {
		return func(b *bench, week int) float64 { return expected(m, b, week) }
	}
	bought := func(b *bench, week int) (n float64) {
		for _, l := range b.later {
			for _, day := range l.days[1:] {
				n += indicator(day < 7*week)
			}
		}
		return n
	}
	const vignette = "BTYD vignette"
	g.eachWith(cdnow, "repeat purchases in week %d", 20, vignette, "73 55 70 33 56 99", printed, func(b *bench, w int) float64 { return bought(b, w) - bought(b, w-1) })
	g.eachWith(cdnow, "repeat purchases to week %d", 20, vignette, "1359 1414 1484 1517 1573 1672", printed, bought)
	for _, s := range []struct {
		of, wants string
		f         func(b *bench, week int) float64
	}{
		{"expected in week %d, Pareto/NBD at BTYD's restarted estimate", "78.308 76.419 74.648 72.983 71.414 69.933", grown(paretoRestarted)},
		{"expected to week %d, Pareto/NBD at BTYD's restarted estimate", "1308.856 1385.275 1459.923 1532.906 1604.32 1674.253", cumulative(paretoRestarted)},
		{"expected in week %d, BG/NBD at BTYD's estimate", "76.86531 74.88843 73.04554 71.32166 69.70412 68.18213", grown(bgBTYD)},
		{"expected to week %d, BG/NBD at BTYD's estimate", "1312.458 1387.346 1460.392 1531.713 1601.418 1669.6", cumulative(bgBTYD)},
	} {
		g.eachWith(cdnow, s.of, 20, vignette, s.wants, short(5e-5), s.f)
	}
}

// mixing has the moments of the rates over customers.
func mixing(g *group) {
	const vignette = "BTYD vignette"
	p, m := func(b *bench) fitted { return b.paretoFit(cdnow) }, func(b *bench) fitted { return b.bgFit(cdnow) }
	g.with(cdnow, "mean purchase rate, Pareto/NBD", vignette, "0.0523", printed, func(b *bench) float64 { return p(b).estimate(0) / p(b).estimate(1) })
	g.with(cdnow, "variance of it", vignette, "0.0049", printed, func(b *bench) float64 { return p(b).estimate(0) / (p(b).estimate(1) * p(b).estimate(1)) })
	g.with(cdnow, "mean rate of leaving, Pareto/NBD", vignette, "0.052", printed, func(b *bench) float64 { return p(b).estimate(2) / p(b).estimate(3) })
	g.with(cdnow, "variance of it", vignette, "0.0045", printed, func(b *bench) float64 { return p(b).estimate(2) / (p(b).estimate(3) * p(b).estimate(3)) })
	g.with(cdnow, "mean purchase rate, BG/NBD", vignette, "0.055", printed, func(b *bench) float64 { return m(b).estimate(0) / m(b).estimate(1) })
	g.with(cdnow, "variance of it", vignette, "0.0125", printed, func(b *bench) float64 { return m(b).estimate(0) / (m(b).estimate(1) * m(b).estimate(1)) })
	g.with(cdnow, "mean chance of leaving, BG/NBD", vignette, "0.2463", printed, func(b *bench) float64 { return m(b).estimate(2) / (m(b).estimate(2) + m(b).estimate(3)) })
	g.with(cdnow, "variance of it", vignette, "0.044", printed, func(b *bench) float64 {
		a, c := m(b).estimate(2), m(b).estimate(3)
		return a * c / ((a + c) * (a + c) * (a + c + 1))
	})
}
