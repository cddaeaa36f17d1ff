package conformance

import (
	"fmt"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
)

func bgAt(r, alpha, a, b float64) bgnbd.Model { return bgnbd.Model{R: r, Alpha: alpha, A: a, B: b} }

// Estimates that other packages report, and at which their predictions are
// made.
var (
	bgPaper    = bgAt(0.243, 4.414, 0.793, 2.426)
	bgBTYD     = bgAt(0.242598152303215, 4.41368416318262, 0.792989873604366, 2.42616669611706)
	bgCLVTools = bgAt(0.2425945, 4.4136019, 0.7929199, 2.4258881)
	bgBest     = bgAt(0.242594522430157085, 4.41360201901350379, 0.792922017225597574, 2.42590677682633205)
)

func (b *bench) bgFit(n need) fitted {
	return fit(b, "BG/NBD "+n.name, bgnbd.Fit, func() btyd.Rows { return b.rows(n) })
}

func bgGroup() group {
	g := group{title: "BG/NBD", about: "Package [bgnbd](models/bg-nbd.md). CDNOW, calibration of 39 weeks, unless stated."}
	g.maximum("exact data", cdnow, (*bench).bgFit, "r α a b",
		"0.242594522430157085 4.41360201901350379 0.792922017225597574 2.42590677682633205",
		"0.0125573780678722433 0.378224059853805969 0.18573382137218181 0.705414259794833734", "-9582.42920667393063")
	g.maximum("rounded data", rounded, (*bench).bgFit, "r α a b",
		"0.242592907204465893 4.41353156120542629 0.792886148098768565 2.42575343649362146",
		"0.0125573195837599438 0.378221415526589814 0.185719143095927226 0.705345755103569211", "-9582.42556056736255")
	g.published("Fader, Hardie and Lee 2005", cdnow, (*bench).bgFit, "r α a b", "0.243 4.414 0.793 2.426", printed, "-9582.4")
	g.published("CLVTools test_correctness_bgnbd.R", cdnow, (*bench).bgFit, "r α a b", "0.2425945 4.4136019 0.7929199 2.4258881", tested(1e-3), "-9582.429")
	g.published("BTYD vignette", cdnow, (*bench).bgFit, "r α a b", "0.2425982 4.413684 0.7929899 2.426167", tested(1e-3), "-9582.429")
	bgLikelihoods(&g)
	bgNamed(&g)
	bgCounts(&g)
	return g
}

func bgLikelihoods(g *group) {
	sum := func(m bgnbd.Model) func(*bench) float64 {
		return func(b *bench) float64 { return total(b.rows(cdnow), m.LogLikelihood) }
	}
	g.with(cdnow, "LL at BTYD's estimate", "BTYD executed", "-9582.4292067873", exact, sum(bgBTYD))
	g.with(cdnow, "LL at BTYD's restarted estimate", "BTYD executed", "-9582.42920674101", exact,
		sum(bgAt(0.242595192983969, 4.41363979453356, 0.792984809100286, 2.42615550246341)))
	g.with(cdnow, "LL at BTYDplus' estimate, k = 1", "BTYDplus executed", "-9582.4292067873", exact,
		sum(bgAt(0.242598152304946, 4.41368416322681, 0.792989873668237, 2.42616669637117)))
	g.with(cdnow, "LL at (.5, 6, 1.2, 3.3)", "BTYD man bgnbd.LL", "-9783.44428561961", exact, sum(bgAt(0.5, 6, 1.2, 3.3)))
	g.add("LL(3, 4, 6) at (.5, 6, 1.2, 3.3)", "BTYD man bgnbd.LL", "-7.57638187669657", exact, bgAt(0.5, 6, 1.2, 3.3).LogLikelihood(history(3, 4, 6)))
	g.add("LL(4, 30.7, 38.9) at (.243, 4.414, .793, 2.426)", "high precision", "-15.3293523557070883", exact, bgPaper.LogLikelihood(history(4, 30.7, 38.9)))
	g.add("the same", "clvkit test_bgnbd_likelihood.py", "-15.32935235570709", around(1e-11, "its test"), bgPaper.LogLikelihood(history(4, 30.7, 38.9)))
	stable := bgAt(0.25, 4, 0.8, 2.5)
	g.add("LL(0, 0, 40) at (.25, 4, .8, 2.5)", "high precision", "-0.599473818199592636", exact, stable.LogLikelihood(history(0, 0, 40)))
	g.add("the same", "PyMC-Marketing test_beta_geo.py", "-0.59947382", printed, stable.LogLikelihood(history(0, 0, 40)))
	g.add("LL(200, 38, 40) at the same", "high precision", "100.795693092706452", exact, stable.LogLikelihood(history(200, 38, 40)))
	g.add("the same", "PyMC-Marketing test_beta_geo.py", "100.7957", printed, stable.LogLikelihood(history(200, 38, 40)))
	// The spreadsheet of the paper prints these for exact weeks.
	for _, c := range []struct {
		x, days float64
		want    string
	}{{2, 213, "-9.4596"}, {1, 12, "-4.4711"}, {0, 0, "-0.5538"}, {7, 206, "-21.8644"}, {1, 35, "-4.8651"},
		{2, 250, "-9.5367"}, {5, 171, "-17.3593"}, {10, 239, "-27.3144"}, {1, 34, "-4.8520"}} {
		g.add(fmt.Sprintf("LL(%g, %g/7, 272/7) at the maximum", c.x, c.days), "spreadsheet of the paper, PyMC-Marketing test_distributions.py",
			c.want, printed, bgBest.LogLikelihood(history(c.x, c.days/7, 272./7)))
	}
	logps(g, "a, b", []string{"-4.05368819939052244", "-4.18592082806001991", "-4.17541419980791959", "-4.07335160004554218", "-10.6712721918814043", "-6.44535322936132387"},
		func(p [4]float64, h btyd.History) float64 { return bgAt(p[0], p[1], p[2], p[3]).LogLikelihood(h) })
}

func bgNamed(g *group) {
	one, frequent := history(2, 30.43, 38.86), history(26, 30.86, 31)
	weeks := history(2, 213./7, 272./7)
	const at = " at (.243, 4.414, .793, 2.426)"
	g.add("E[Y(39) | 2, 30.43, 38.86]"+at, "high precision", "1.22602817476714445", exact, bgPaper.ExpectedPurchases(one, 39))
	g.add("the same", "lifetimes test_estimation.py, spreadsheet of the paper", "1.226", printed, bgPaper.ExpectedPurchases(one, 39))
	g.add("E[Y(39) | 2, 30.43, 38.86] at the maximum", "high precision", "1.2259068354", printed, bgBest.ExpectedPurchases(one, 39))
	g.add("E[Y(39) | 2, 213/7, 272/7] at the maximum", "high precision", "1.2259944553", printed, bgBest.ExpectedPurchases(weeks, 39))
	g.add("P(alive | 2, 30.43, 38.86)"+at, "high precision", "0.726578570080672911", exact, bgPaper.ProbabilityAlive(one))
	g.add("P(alive | 2, 213/7, 272/7) at CLVTools' estimate", "CLVTools executed", "0.726619752", short(2e-7), bgCLVTools.ProbabilityAlive(weeks))
	g.add("P(alive | 23, 39, 39)"+at, "high precision", "0.968555454221023831", exact, bgPaper.ProbabilityAlive(history(23, 39, 39)))
	g.add("the same", "BTYD executed", "0.968555454221024", exact, bgPaper.ProbabilityAlive(history(23, 39, 39)))
	g.add("E[Y(52) | 26, 30.86, 31]"+at, "high precision", "25.7581959364835148", exact, bgPaper.ExpectedPurchases(frequent, 52))
	customer := history(26, 216./7, 31)
	g.add("E[Y(52) | 26, 216/7, 31] at BTYD's estimate", "BTYD vignette", "25.75659", short(1e-5), bgBTYD.ExpectedPurchases(customer, 52))
	g.add("P(alive | 26, 216/7, 31) at BTYD's estimate", "BTYD vignette", "0.9688523", short(1e-5), bgBTYD.ProbabilityAlive(customer))
	g.add("E[X(52)] at BTYD's estimate", "BTYD vignette", "1.444004", short(1e-5), bgBTYD.ExpectedNewCustomer(52))
	g.add("E[X(52)]"+at, "high precision", "1.44605059539640374", exact, bgPaper.ExpectedNewCustomer(52))
	spread(g, "E[X(%g)]"+at, "high precision", exact, bgPaper.ExpectedNewCustomer, []float64{0.1429, 1, 3, 31.8571, 32, 78, 6},
		"0.00782834751607216314 0.0532678911716582799 0.150865230893046683 1.04199606085221088 1.04524332837444381 1.86051905794276854 0.280755893576757715")
	spread(g, "E[X(%g)] at the maximum", "high precision", printed, bgBest.ExpectedNewCustomer, []float64{0.1429, 1, 3, 31.8571, 32, 78},
		"0.007816000401 0.05318429150 0.1506308392 1.040489141 1.043732043 1.857958390")
	spread(g, "E[X(%g)] at the maximum", "spreadsheet of the paper, lifetimes test_estimation.py", around(1.5e-3, "its test"), bgBest.ExpectedNewCustomer,
		[]float64{0.1429, 1, 3, 31.8571, 32, 78}, "0.0078 0.0532 0.1506 1.0405 1.0437 1.8576")
	spread(g, "E[X(%g)]"+at, "PyMC-Marketing test_beta_geo.py", exact, bgPaper.ExpectedNewCustomer, []float64{1, 3, 6},
		"0.05326789117165627 0.15086523089304896 0.2807558935767553")
	g.each("E[X(%d)]"+at, 1, "BTYD executed", "0.0532678911716563 0.103389739756252 0.150865230893049 0.196068172433734 0.239288200280529 0.280755893576755 0.320658823415498 0.359152292959846 0.396366796774876 0.43241336223442",
		exact, func(i int) float64 { return bgPaper.ExpectedNewCustomer(float64(i)) })
	for i, want := range [][2]string{{"0.347399762708559167", "0.3474606"}, {"0.0428271759676762124", "0.04283391"}, {"0.00415843309875464639", "0.004158973"}, {"0.000358332461911216556", "0.0003583685"}} {
		h := history(float64(10+5*i), 20, 39)
		g.add(customerWords("E[Y(52)]", h.X, h.Tx, h.T)+at, "high precision", want[0], exact, bgPaper.ExpectedPurchases(h, 52))
		g.add(customerWords("E[Y(52)]", h.X, h.Tx, h.T)+" at BTYD's estimate", "BTYD vignette, the paradox of frequency", want[1], short(1e-5), bgBTYD.ExpectedPurchases(h, 52))
	}
	g.add("E[Y(2) | 10, 35, 39]"+at, "BTYD man", "0.391569207091114", exact, bgPaper.ExpectedPurchases(history(10, 35, 39), 2))
	g.each("E[Y(2) | %d, 25, 39]"+at, 5, "BTYD man", "0.122171798762186 0.128104149899536 0.127536556325904 0.121369942181721 0.110984903664794 0.0979785448386466 0.0838800806822245 0.0699371917983065 0.0570176025556763 0.0456155649678637 0.0359225038531114 0.0279193246470941 0.0214617624817121 0.0163459670130546 0.0123525156581455 0.00927242684353576",
		exact, func(i int) float64 { return bgPaper.ExpectedPurchases(history(float64(i), 25, 39), 2) })
	g.each("P(alive | %d, 30, 39)"+at, 5, "BTYD man", "0.70562684715786 0.687091132532459 0.663866180954425 0.636545641920792 0.60561448927876 0.571551734242539 0.534884751617217 0.49621248438687 0.456205052749158 0.415584533116592 0.375091892890054 0.335446216177912 0.297303134559445 0.261219043126695 0.227626087735083 0.196820444467039",
		exact, func(i int) float64 { return bgPaper.ProbabilityAlive(history(float64(i), 30, 39)) })
}

func bgCounts(g *group) {
	const at = " at (.243, 4.414, .793, 2.426)"
	g.add("P(X(2) = 10)"+at, "high precision", "1.07868964036914742e-7", exact, bgPaper.ProbabilityOf(10, 2))
	g.add("the same", "lifetimes test_estimation.py", "1.07869e-7", printed, bgPaper.ProbabilityOf(10, 2))
	g.add("the same", "BTYD executed", "1.0786896403557e-07", exact, bgPaper.ProbabilityOf(10, 2))
	g.add("P(X(39) = 0)"+at, "high precision", "0.573786352096009405", exact, bgPaper.ProbabilityOf(0, 39))
	g.add("the same", "lifetimes test_estimation.py", "0.5737864", printed, bgPaper.ProbabilityOf(0, 39))
	g.each("P(X(30) = %d)"+at, 11, "high precision", "0.00199952144747887556 0.00151702362996468919 0.00116331500665614546 0.000900314789643643347 0.000702363765887403917 0.000551790242649228816 0.000436191280897699112 0.000346717139624221463 0.000276961264840106897 0.000222226048006636653",
		exact, func(i int) float64 { return bgPaper.ProbabilityOf(i, 30) })
	g.each("P(X(30) = %d)"+at, 11, "BTYD executed", "0.00199952144747887 0.00151702362996467 0.00116331500665613 0.000900314789643644 0.000702363765887402 0.000551790242649232 0.000436191280897698 0.000346717139624216 0.000276961264840104 0.000222226048006636",
		exact, func(i int) float64 { return bgPaper.ProbabilityOf(i, 30) })
	g.add("P(no purchase in (39, 78])"+at, "high precision", "0.754001146120876906", exact, bgPaper.ProbabilityBetween(0, 39, 78))
	g.add("P(10 purchases in (1, 2])"+at, "high precision", "5.25635305659694805e-10", exact, bgPaper.ProbabilityBetween(10, 1, 2))
	g.add("ln P(alive | 1000, 10, 100)"+at, "high precision (8.2823996e-858)", "-1973.50387705572", tolerance{relative: 1e-10, why: "8 digits of the chance"}, bgPaper.LogProbabilityAlive(history(1000, 10, 100)))
	tiny := bgAt(0.16, 1.86, 1.85, 3.18)
	for _, c := range []struct {
		x, tx, t float64
		want     string
	}{{0, 0, 298, "0.016053"}, {0, 0, 224, "0.021171"}, {6, 142, 292, "0.030461"}, {0, 0, 147, "0.031686"}, {2, 9, 183, "0.001607"}} {
		g.add(customerWords("E[Y(30)]", c.x, c.tx, c.t)+" at (.16, 1.86, 1.85, 3.18)", "lifetimes test_utils.py, a fit to data not at hand", c.want, short(0.03), tiny.ExpectedPurchases(history(c.x, c.tx, c.t), 30))
	}
}
