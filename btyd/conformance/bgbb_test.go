package conformance

import (
	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgbb"
)

func bgbbAt(alpha, beta, gamma, delta float64) bgbb.Model {
	return bgbb.Model{Alpha: alpha, Beta: beta, Gamma: gamma, Delta: delta}
}

var bgbbBest = bgbbAt(1.20352235160191393, 0.749716358172938893, 0.656718208441832434, 2.78344223257738075)

func (b *bench) donorFit(n need) fitted {
	return fit(b, "BG/BB", bgbb.Fit, func() btyd.Rows { return b.donors })
}

func bgbbGroup() group {
	g := group{title: "BG-BB", about: "Package [bgbb](models/bg-bb.md). The 11,104 donors of 1995 with six yearly occasions to give."}
	g.maximum("donations", donations, (*bench).donorFit, "α β γ δ",
		"1.20352235160191393 0.749716358172938893 0.656718208441832434 2.78344223257738075",
		"0.0693913624435173084 0.029447716665984732 0.0510098592046479081 0.320819004511324761", "-33225.5812743470068")
	g.published("Fader, Hardie and Shang 2010; lifetimes", donations, (*bench).donorFit, "α β γ δ", "1.204 0.750 0.657 2.783", printed, "-33225.6")
	g.published("BTYD vignette", donations, (*bench).donorFit, "α β γ δ", "1.203528 0.7497260 0.6567808 2.783796", tested(1e-3), "-33225.58")
	for _, c := range []struct {
		of, want string
		m        bgbb.Model
	}{
		{"LL at BTYD's estimate", "-33225.5812852485", bgbbAt(1.20350708031592, 0.749766677778611, 0.656756817291883, 2.78388732661032)},
		{"LL at BTYD's restarted estimate", "-33225.5812751859", bgbbAt(1.20351923733233, 0.749717762283889, 0.656774362493489, 2.78377993529655)},
	} {
		g.with(donations, c.of, "BTYD executed", c.want, exact, func(b *bench) float64 { return total(b.donors, c.m.LogLikelihood) })
	}
	bgbbBestFigures(&g)
	bgbbManual(&g)
	bgbbTotals(&g)
	addLogps(&g)
	addCells(&g)
	return g
}

func bgbbBestFigures(g *group) {
	for _, c := range []struct {
		x, tx       float64
		hp, printed string
	}{{0, 0, "0.108133281864669217", "0.11"}, {2, 4, "0.589657184782566264", "0.59"}, {6, 6, "0.930433575515488864", "0.93"}} {
		h := history(c.x, c.tx, 6)
		g.add(aliveWords(h)+" at occasion 7, at the maximum", "high precision", c.hp, exact, bgbbBest.ProbabilityAlive(h))
		g.add("the same", "Fader, Hardie and Shang 2010, table 6; lifetimes", c.printed, printed, bgbbBest.ProbabilityAlive(h))
	}
	a, b := history(0, 0, 6), history(4, 5, 6)
	g.add("E[Y(10) | 0, 0, 6] at the maximum", "high precision", "0.130218088403300572", exact, bgbbBest.ExpectedPurchases(a, 10))
	g.add("E[Y(10) | 4, 5, 6] at the maximum", "high precision", "3.62796765623605258", exact, bgbbBest.ExpectedPurchases(b, 10))
	best := bgbbAt(1.203528, 0.7497260, 0.6567808, 2.783796)
	g.add("E[Y(10) | 0, 0, 6] at BTYD's estimate", "BTYD vignette", "0.1302169", short(1e-5), best.ExpectedPurchases(a, 10))
	g.add("E[Y(10) | 4, 5, 6] at BTYD's estimate", "BTYD vignette", "3.627858", short(1e-5), best.ExpectedPurchases(b, 10))
	g.add("E[X(10)] at BTYD's estimate", "BTYD vignette", "3.179805", short(1e-5), best.ExpectedNewCustomer(10))
	rounded := bgbbAt(1.2035, 0.7497, 0.6567, 2.7834)
	g.each("E[X(%d)] at (1.2035, .7497, .6567, 2.7834)", 1, "spreadsheet of the paper, PyMC-Marketing test_beta_geo_beta_binom.py",
		"0.4985 0.9233 1.2969 1.6323 1.9381 2.2202 2.4826 2.7285 2.9603 3.1798 3.3887", short(1e-4), rounded.ExpectedNewCustomer)
}

func bgbbManual(g *group) {
	m, h := bgbbAt(1.20, 0.75, 0.66, 2.78), history(3, 4, 6)
	const at = " at (1.2, .75, .66, 2.78)"
	g.add("LL(3, 4, 6)"+at, "high precision", "-5.06086817507057493", exact, m.LogLikelihood(h))
	g.add("the same", "BTYD executed", "-5.06086817507058", exact, m.LogLikelihood(h))
	g.add("P(alive at 7 | 3, 4, 6)"+at, "high precision", "0.438343854584901478", exact, m.ProbabilityAlive(h))
	g.add("the same", "BTYD executed", "0.438343854584901", exact, m.ProbabilityAlive(h))
	g.add("P(alive at 6 | 3, 4, 6)"+at, "high precision", "0.471294531581033025", exact, m.ProbabilityAliveAt(h, 0))
	g.add("DERT(3, 4, 6), d = .1"+at, "high precision", "1.62137918584261673", exact, m.DERT(h, 0.1))
	g.add("the same", "BTYD executed", "1.62137918584264", exact, m.DERT(h, 0.1))
	ahead := func(n int) float64 { return m.ExpectedPurchases(h, n) }
	g.each("E[Y(%d) | 3, 4, 6]"+at, 1, "high precision", "0.231577885441080026 0.448515789618643499 0.652938045478270618 0.846514747570425558 1.03058545089912646 1.20624295033607234 1.37439177427895187 1.53579009799054793 1.69108045761672807 1.84081270241897769", exact, ahead)
	g.each("E[Y(%d) | 3, 4, 6]"+at, 1, "BTYD executed", "0.231577885441097 0.448515789618643 0.652938045478214 0.846514747570373 1.0305854508991 1.2062429503361 1.37439177427905 1.53579009799066 1.69108045761685 1.84081270241906", exact, ahead)
	g.each("E[Y(10) | %d, 4, 6]"+at, 1, "BTYD executed", "1.49415721684677 1.88266156689276 1.84081270241906 1.03681725273558", exact, func(x int) float64 { return m.ExpectedPurchases(history(float64(x), 4, 6), 10) })
	g.each("P(alive at 7 | 1, %d, 6)"+at, 1, "BTYD executed", "0.0691880918525253 0.253795626051992 0.48008913150232 0.679247777674162 0.82738630252903 0.930084745762711", exact, func(tx int) float64 { return m.ProbabilityAlive(history(1, float64(tx), 6)) })
	g.each("DERT(%d, 6, 6), d = .1"+at, 1, "BTYD executed", "1.80204479861418 2.62115607071153 3.44026734280889 4.25937861490624 5.0784898870036 5.89760115910094", exact, func(x int) float64 { return m.DERT(history(float64(x), 6, 6), 0.1) })
	g.each("P(X(6) = %d)"+at, 0, "BTYD executed", "0.312683461441708 0.170395489876614 0.121430220889597 0.100047151206599 0.0913243972259934 0.0920213485227384 0.11209793083675", exact, func(x int) float64 { return m.ProbabilityOf(x, 6) })
	g.each("P(%d of occasions 7 to 16)"+at, 1, "BTYD executed", "0.0516349622605503 0.0430095733944717 0.0380617975963371 0.0350768226429318 0.0333548816094672 0.0325963963058539 0.0327424900452246 0.0340131808046706 0.0373445900239118 0.0481776212920787", exact, func(x int) float64 { return m.ProbabilityBetween(x, 6, 16) })
	g.add("E[X(10)]"+at, "BTYD executed", "3.16499022002029", exact, m.ExpectedNewCustomer(10))
	p, theta := m.PosteriorMeans(h)
	g.add("E[p | 3, 4, 6]"+at, "BTYD executed", "0.611927074713815", exact, p)
	g.add("E[θ | 3, 4, 6]"+at, "BTYD executed", "0.13483252721041", exact, theta)
	g.add("LL(3, 4, 5) at (.1, .1, .2, .3)", "bgbb_lib test_likelihood.py", "-6.31032992", printed, bgbbAt(0.1, 0.1, 0.2, 0.3).LogLikelihood(history(3, 4, 5)))
}

func bgbbTotals(g *group) {
	later := func(b *bench, x int) float64 {
		sum, n := 0.0, 0.0
		for i, w := range b.donors.W {
			if h := history(b.donors.X[i], b.donors.Tx[i], b.donors.T[i]); int(h.X) == x || x < 0 {
				sum, n = sum+w*bgbbBest.ExpectedPurchases(h, 5), n+w
			}
		}
		if x < 0 {
			return sum
		}
		return sum / n
	}
	g.with(donations, "Σ E[Y(5)] at the maximum", "high precision", "12884.156848818623", exact, func(b *bench) float64 { return later(b, -1) })
	g.with(donations, "the same", "lifetimes test_estimation.py", "12884.2", printed, func(b *bench) float64 { return later(b, -1) })
	g.with(donations, "donors without a gift, expected", "lifetimes test_estimation.py", "3454.9", printed, func(b *bench) float64 { return b.donors.Customers() * bgbbBest.ProbabilityOf(0, 6) })
	g.with(donations, "donors with six gifts, expected", "lifetimes test_estimation.py", "1253.1", printed, func(b *bench) float64 { return b.donors.Customers() * bgbbBest.ProbabilityOf(6, 6) })
	g.eachWith(donations, "mean E[Y(5)] after %d gifts", 0, "BTYD vignette", "0.07286318 0.3248841 0.7089417 1.333666 2.031203 2.784482 3.752500", tested(1e-4), later)
	g.each("gifts expected in 1995 + %d", 1, "BTYD vignette", "5535.833 4717.059 4147.621 3724.665 3395.888 3131.647 2913.778 2730.482 2573.731 2437.854 2318.727", tested(1e-4),
		func(year int) float64 {
			return 11104 * (bgbbBest.ExpectedNewCustomer(year) - bgbbBest.ExpectedNewCustomer(year-1))
		})
}

// addLogps has the log-likelihoods of the 22 histories in the paper's
// spreadsheet.
func addLogps(g *group) {
	for i, want := range []string{"-2.18167018824", "-4.29485034929", "-5.38473334360", "-5.80915881601", "-5.65172964525", "-4.88370164695",
		"-3.71682127437", "-5.09558227343", "-5.61576884108", "-5.50636893346", "-4.76723821904", "-3.84829625138", "-5.05936147828",
		"-5.19562191019", "-4.57070931973", "-3.52745257839", "-4.51620272962", "-4.22465969453", "-3.01199924784", "-3.58817880928",
		"-2.28882847451", "-1.16751622367"} {
		h := history(cells[i].x, cells[i].tx, 6)
		g.add(customerWords("LL", h.X, h.Tx, h.T)+" at the maximum", "spreadsheet of the paper, PyMC-Marketing test_distributions.py", want, short(1e-5), bgbbBest.LogLikelihood(h))
	}
}
