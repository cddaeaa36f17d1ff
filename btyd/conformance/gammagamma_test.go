package conformance

import (
	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
)

func (b *bench) spendFit(n need) fitted {
	return fit(b, "Gamma-Gamma "+n.name, gammagamma.Fit, func() btyd.SpendRows { return b.cdnow.Spend })
}

func gammaGammaGroup() group {
	g := group{title: "Gamma-Gamma", about: "Package [gammagamma](models/gamma-gamma.md). The 946 repeat buyers of CDNOW, calibration of 39 weeks; v is also called γ."}
	g.maximum("exact data", cdnow, (*bench).spendFit, "p q v", "6.249572271323756 3.74422466713202452 15.4435209625892395",
		"1.19005533596385376 0.290133065276185172 4.15942275196772427", "-4055.91769480187398")
	g.published("lifetimes test_estimation.py; CLVTools test_correctness_gg.R", cdnow, (*bench).spendFit, "p q v", "6.25 3.74 15.44", printed, "-4055.9177")
	g.published("BTYD executed", cdnow, (*bench).spendFit, "p q v", "6.24934917884491 3.74425633408943 15.4443066859686", tested(1e-3), "-4055.9177")
	sum := func(m gammagamma.Model) func(b *bench) float64 {
		return func(b *bench) (ll float64) {
			for i, x := range b.cdnow.Spend.X {
				ll += m.LogMarginalDensity(b.cdnow.Spend.M[i], x)
			}
			return ll
		}
	}
	btydEstimate := gammagamma.Model{P: 6.24934917884491, Q: 3.74425633408943, V: 15.4443066859686}
	paper := gammagamma.Model{P: 6.25, Q: 3.74, V: 15.44}
	g.with(cdnow, "LL at BTYD's estimate", "BTYD executed", "-4055.91769483264", exact, sum(btydEstimate))
	g.with(cdnow, "LL at (6.25, 3.74, 15.44)", "clvkit test_gamma_gamma.py", "-4055.919232049544", around(1e-9, "its test"), sum(paper))
	g.add("E[M | 3 purchases of mean 35] at BTYD's estimate", "BTYD executed", "35.0217702864929", exact, btydEstimate.ExpectedSpend(3, 35))
	m := gammagamma.Model{P: 6, Q: 4, V: 16}
	g.each("density of mean %d of 3 purchases at (6, 4, 16)", 30, "BTYD man spend.marginal.likelihood",
		"0.021783063427922 0.0205850772981306 0.0194329974795383 0.018330366643374 0.0172792182693318 0.0162804074071569 0.0153338814438823 0.0144389000384691 0.0135942124688182 0.0127981996207592 0.0120489868410752",
		exact, func(i int) float64 { return m.MarginalDensity(float64(i), 3) })
	best := gammagamma.Model{P: 6.249572271323756, Q: 3.74422466713202452, V: 15.4435209625892395}
	expected := func(b *bench, i int) float64 {
		k := 0 // the place of customer i among repeat buyers
		for _, h := range b.cdnow.Histories[:i] {
			k += int(indicator(h.X > 0))
		}
		if b.cdnow.Histories[i].X == 0 {
			return best.ExpectedSpend(0, 0)
		}
		return best.ExpectedSpend(b.cdnow.Spend.X[k], b.cdnow.Spend.M[k])
	}
	g.eachWith(cdnow, "E[M] of customer %d at the maximum", 0, "lifetimes test_estimation.py", "24.65 18.91 35.17 35.17 35.17 71.46 18.91 35.17 27.28 35.17", around(0.1, "its test"), expected)
	g.eachWith(cdnow, "E[M] of customer %d at the maximum", 0, "documentation of lifetimes", "24.658616 18.911480 35.171003", short(3e-4), expected)
	return g
}
