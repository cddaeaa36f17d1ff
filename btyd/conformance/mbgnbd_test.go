package conformance

import (
	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
)

func mbgAt(r, alpha, a, b float64) mbgnbd.Model {
	return mbgnbd.Model{R: r, Alpha: alpha, A: a, B: b}
}

var (
	mbgPaper    = mbgAt(0.525, 6.183, 0.891, 1.614)
	mbgBTYDplus = mbgAt(0.524843558563026, 6.18309284449362, 0.891387780362806, 1.61404833490722)
)

func (b *bench) mbgFit(n need) fitted {
	return fit(b, "MBG/NBD "+n.name, mbgnbd.Fit, func() btyd.Rows { return b.rows(n) })
}

func mbgGroup() group {
	g := group{title: "MBG/NBD", about: "Package [mbgnbd](models/mbg-nbd.md). CDNOW, calibration of 39 weeks, unless stated."}
	g.maximum("exact data", cdnow, (*bench).mbgFit, "r α a b",
		"0.524843159106297583 6.18308527957600497 0.891359390732215839 1.61400224017034386",
		"0.0832682065797706955 0.695620642509019395 0.154789927777742755 0.537494798239805113", "-9582.13571555374954")
	g.maximum("rounded data", rounded, (*bench).mbgFit, "r α a b",
		"0.524837983665595109 6.18299201967209692 0.891356155331535782 1.61399933473050115",
		"0.0832640646136006051 0.69559793285492451 0.154785311403221628 0.537472360548408857", "-9582.13268489990391")
	g.published("lifetimes test_estimation.py", rounded, (*bench).mbgFit, "r α a b", "0.525 6.183 0.891 1.614", printed, "-9582.13")
	g.published("BTYDplus demo/cdnow.R", cdnow, (*bench).mbgFit, "r α a b", "0.524843558563 6.18309284449 0.891387780363 1.61404833491", tested(1e-3), "-9582.1357")
	g.with(cdnow, "LL at BTYDplus' estimate", "BTYDplus executed", "-9582.13571558839", exact,
		func(b *bench) float64 { return total(b.rows(cdnow), mbgBTYDplus.LogLikelihood) })
	const at = " at (.525, 6.183, .891, 1.614)"
	one := history(2, 30.43, 38.86)
	g.add("E[Y(39) | 2, 30.43, 38.86]"+at, "high precision", "1.26296062326736568", exact, mbgPaper.ExpectedPurchases(one, 39))
	g.add("P(alive | 2, 30.43, 38.86)"+at, "high precision", "0.706202265118487276", exact, mbgPaper.ProbabilityAlive(one))
	g.add("P(alive | 0, 0, 39)"+at, "high precision", "0.389347648663597204", exact, mbgPaper.ProbabilityAlive(history(0, 0, 39)))
	spread(&g, "E[X(%g)]"+at, "high precision", exact, mbgPaper.ExpectedNewCustomer, []float64{0.1429, 1, 3, 31.8571, 32, 78, 6},
		"0.00778312371554849137 0.0530847952637018382 0.150863288606641157 1.03404210002867494 1.03718283242863451 1.80475757755314166 0.281360223983024059")
	spread(&g, "E[X(%g)]"+at, "PyMC-Marketing test_modified_beta_geo.py", exact, mbgPaper.ExpectedNewCustomer, []float64{1, 3, 6},
		"0.053084795263698685 0.15086328860664794 0.28136022398301175")
	paper := mbgAt(0.243, 4.414, 0.793, 2.426).LogLikelihood(history(4, 30.7, 38.9))
	g.add("LL(4, 30.7, 38.9) at (.243, 4.414, .793, 2.426)", "high precision", "-15.4874360778924646", exact, paper)
	g.add("the same", "clvkit test_mbgnbd_likelihood.py", "-15.487436077892465", around(1e-11, "its test"), paper)
	stable := mbgAt(0.25, 4, 0.8, 2.5)
	g.add("LL(0, 0, 40) at (.25, 4, .8, 2.5)", "high precision", "-0.417928262044980372", exact, stable.LogLikelihood(history(0, 0, 40)))
	g.add("the same", "PyMC-Marketing test_modified_beta_geo.py", "-0.41792826", printed, stable.LogLikelihood(history(0, 0, 40)))
	g.add("LL(200, 38, 40) at the same", "high precision", "100.786909760991327", exact, stable.LogLikelihood(history(200, 38, 40)))
	g.add("the same", "PyMC-Marketing test_modified_beta_geo.py", "100.7869", printed, stable.LogLikelihood(history(200, 38, 40)))
	logps(&g, "a, b", []string{"-4.11031672677685662", "-4.24203128892422673", "-4.24032809434055303", "-4.1355542400846042", "-10.7205373794040179", "-6.49786493199815205"},
		func(p [4]float64, h btyd.History) float64 { return mbgAt(p[0], p[1], p[2], p[3]).LogLikelihood(h) })
	g.add("LL(1, 1.5, 12) at r, α, a, b = 0.55, 10.58, 0.61, 11.67", "PyMC-Marketing test_distributions.py", "-4.11031673", printed,
		mbgAt(0.55, 10.58, 0.61, 11.67).LogLikelihood(history(1, 1.5, 12)))
	return g
}
