package conformance

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

func paretoAt(r, alpha, s, beta float64) paretonbd.Model {
	return paretonbd.Model{R: r, Alpha: alpha, S: s, Beta: beta}
}

var (
	paretoBTYD      = paretoAt(0.5534, 10.5802, 0.6061, 11.6562)
	paretoExecuted  = paretoAt(0.553397143250913, 10.5801985433788, 0.606062497145266, 11.6562236718809)
	paretoRestarted = paretoAt(0.553343904183586, 10.5785129598944, 0.605938222724362, 11.6579662007303)
	paretoCLVTools  = paretoAt(0.55315, 10.57633, 0.60625, 11.67150)
	paretoManual    = paretoAt(0.55, 10.56, 0.61, 11.64)
	paretoBest      = paretoAt(0.553277046853179573, 10.5776834633023143, 0.606239989127825904, 11.6687352888549996)
)

func (b *bench) paretoFit(n need) fitted {
	return fit(b, "Pareto/NBD "+n.name, paretonbd.Fit, func() btyd.Rows { return b.rows(n) })
}

// longFit is to all 78 weeks, the second half included.
func (b *bench) longFit() fitted {
	return fit(b, "Pareto/NBD, 78 weeks", paretonbd.Fit, func() btyd.Rows {
		var all []btyd.History
		for _, l := range b.later {
			all = append(all, l.history(545))
		}
		return btyd.Compress(all)
	})
}

func paretoGroup() group {
	g := group{title: "Pareto/NBD", about: "Package [paretonbd](models/pareto-nbd.md). CDNOW, calibration of 39 weeks, unless stated."}
	g.maximum("exact data", cdnow, (*bench).paretoFit, "r α s β",
		"0.553277046853179573 10.5776834633023143 0.606239989127825904 11.6687352888549996",
		"0.0476279259791336619 0.842722533816435648 0.187281342311602616 6.2111135905943849", "-9594.97617893954311")
	g.maximum("rounded data", rounded, (*bench).paretoFit, "r α s β",
		"0.553275508689519287 10.5776122386817079 0.606213568674084084 11.6679112379202157",
		"0.047628754429643804 0.842723923504354466 0.187279569470784434 6.21102931986848757", "-9594.97392982686363")
	g.published("lifetimes test_estimation.py, CLVTools", cdnow, (*bench).paretoFit, "r α s β", "0.553 10.578 0.606 11.669", printed, "-9595.0")
	g.published("CLVTools test_correctness_pnbd_nocovstaticcov.R", cdnow, (*bench).paretoFit, "r α s β", "0.55315 10.57633 0.60625 11.67150", tested(1e-3), "-9594.976")
	g.published("BTYD vignette", cdnow, (*bench).paretoFit, "r α s β", "0.5534 10.5802 0.6061 11.6562", tested(2e-3), "-9594.976")
	for i, want := range []string{"0.5629966", "12.5590370", "0.4081095", "10.5148048"} {
		g.with(cdnow, []string{"r", "α", "s", "β"}[i]+", all 78 weeks", "Fader, Hardie and Lee 2005 (JMR), BTYD man pnbd.DERT", want, short(1e-4), func(b *bench) float64 { return b.longFit().estimate(i) })
	}
	for i, want := range []string{"0.0476264", "0.8427222", "0.1872594", "6.2105448"} {
		g.with(cdnow, "standard error of "+[]string{"r", "α", "s", "β"}[i], "CLVTools test_correctness_pnbd_nocovstaticcov.R", want, tested(1e-3),
			func(b *bench) float64 { return b.paretoFit(cdnow).stdErr(i) })
	}
	paretoLikelihoods(&g)
	paretoNamed(&g)
	paretoCounts(&g)
	paretoDiscounted(&g)
	paretoExtremes(&g)
	return g
}

func paretoLikelihoods(g *group) {
	for _, c := range []struct {
		of, want string
		m        paretonbd.Model
	}{
		{"BTYD's estimate", "-9594.97619847373", paretoExecuted},
		{"BTYD's restarted estimate", "-9594.97618066533", paretoRestarted},
		{"(.5, 8, .7, 10)", "-9611.3620816417", paretoAt(0.5, 8, 0.7, 10)},
	} {
		g.with(cdnow, "LL at "+c.of, "BTYD executed", c.want, exact, func(b *bench) float64 { return total(b.rows(cdnow), c.m.LogLikelihood) })
	}
	wants := []string{"-4.00694866218910744", "-4.14770210786180668", "-4.13593316325573152", "-4.03618537762591378", "-10.7293258949378736", "-6.66878881971913223"}
	ll := func(p [4]float64, h btyd.History) float64 { return paretoAt(p[0], p[1], p[2], p[3]).LogLikelihood(h) }
	logps(g, "s, β", wants, ll)
	for i, want := range []string{"-4.00694866", "-4.14770211", "-4.13593316", "-4.03618538", "-10.72932589", "-6.66878882"} {
		h := []btyd.History{history(1, 1.5, 12), history(1, 1.5, 12), history(1, 1.5, 12), history(1, 1.5, 12), history(4, 5.3, 10), history(2, 6, 8)}[i]
		p := [][4]float64{{0.55, 10.58, 0.61, 11.67}, {0.45, 10.58, 0.61, 11.67}, {0.45, 10.58, 0.71, 11.67}, {0.55, 11.67, 0.61, 10.58}, {0.55, 11.67, 0.61, 10.58}, {0.55, 11.67, 0.61, 10.58}}[i]
		g.add(customerWords("LL", h.X, h.Tx, h.T)+", as above", "PyMC-Marketing test_distributions.py", want, printed, ll(p, h))
	}
}

func paretoNamed(g *group) {
	const at = " at (.5534, 10.5802, .6061, 11.6562)"
	customer, coarse := history(26, 216./7, 31), history(26, 30.86, 31)
	weeks := history(2, 213./7, 272./7)
	g.add("E[Y(39) | 2, 30.43, 38.86]"+at, "high precision", "1.4550928438442546", exact, paretoBTYD.ExpectedPurchases(history(2, 30.43, 38.86), 39))
	g.add("E[Y(39) | 2, 213/7, 272/7] at the maximum", "high precision", "1.45520170160245", exact, paretoBest.ExpectedPurchases(weeks, 39))
	g.add("P(alive | 2, 213/7, 272/7) at the maximum", "high precision", "0.86913426361257", exact, paretoBest.ProbabilityAlive(weeks))
	g.add("E[Y(39) | 2, 213/7, 272/7] at CLVTools' estimate", "CLVTools executed", "1.455320778", short(1e-4), paretoCLVTools.ExpectedPurchases(weeks, 39))
	g.add("E[Y(52) | 26, 216/7, 31]"+at, "high precision", "25.4537786344584753", exact, paretoBTYD.ExpectedPurchases(customer, 52))
	g.add("P(alive | 26, 216/7, 31)"+at, "high precision", "0.997873275575270571", exact, paretoBTYD.ProbabilityAlive(customer))
	g.add("E[Y(52) | 26, 30.86, 31]"+at, "high precision", "25.4549135114997251", exact, paretoBTYD.ExpectedPurchases(coarse, 52))
	g.add("P(alive | 26, 30.86, 31)"+at, "high precision", "0.997917766551906709", exact, paretoBTYD.ProbabilityAlive(coarse))
	g.add("E[Y(52) | 26, 30.86, 31] at the maximum", "lifetimes test_estimation.py", "25.46", around(0.01, "its test"), paretoBest.ExpectedPurchases(coarse, 52))
	g.add("E[Y(52) | 26, 216/7, 31] at BTYD's restarted estimate", "BTYD vignette", "25.45647", short(1e-4), paretoRestarted.ExpectedPurchases(customer, 52))
	g.add("P(alive | 26, 216/7, 31) at the maximum", "BTYD vignette", "0.997874", short(1e-6), paretoBest.ProbabilityAlive(customer))
	g.add("E[Y(52) | 26, 216/7, 31] at the maximum", "high precision", "25.455183503523", exact, paretoBest.ExpectedPurchases(customer, 52))
	g.add("E[X(52)] at the maximum", "high precision", "1.4734342882533", exact, paretoBest.ExpectedNewCustomer(52))
	g.add("the same", "BTYD vignette", "1.473434", printed, paretoBest.ExpectedNewCustomer(52))
	g.add("E[X(52)]"+at, "high precision", "1.47306699190199081", exact, paretoBTYD.ExpectedNewCustomer(52))
	spread(g, "E[X(%g)]"+at, "high precision", exact, paretoBTYD.ExpectedNewCustomer, []float64{1, 3, 6}, "0.0510045340023170401 0.146124272221550648 0.275050637429260428")
	spread(g, "E[X(%g)]"+at, "PyMC-Marketing test_pareto_nbd.py", exact, paretoBTYD.ExpectedNewCustomer, []float64{1, 3, 6}, "0.05100453400231695 0.14612427222155053 0.2750506374292604")
	const manual = " at (.55, 10.56, .61, 11.64)"
	g.each("E[X(%d)]"+manual, 1, "high precision", "0.0507782061661671073 0.099160884230133772 0.145425065200215003 0.189799299246065204 0.232474658205286652 0.273612736830605717 0.313351593728671525 0.351810243641488269 0.389092109464755214 0.425287713200188226",
		exact, func(i int) float64 { return paretoManual.ExpectedNewCustomer(float64(i)) })
	g.each("E[X(%d)]"+manual, 0, "BTYD man, lifetimes test_estimation.py", "0 0.05077821 0.09916088", printed, func(i int) float64 { return paretoManual.ExpectedNewCustomer(float64(i)) })
	g.add("E[X(9)]"+manual, "BTYD man, lifetimes test_estimation.py", "0.38909211", printed, paretoManual.ExpectedNewCustomer(9))
	for i, want := range [][2]string{{"0.705906954424963349", "0.7062289"}, {"0.144174535345280854", "0.1442396"}, {"0.0224971834118253279", "0.02250658"}, {"0.00309149995376517433", "0.00309267"}} {
		h := history(float64(10+5*i), 20, 39)
		g.add(customerWords("E[Y(52)]", h.X, h.Tx, h.T)+at, "high precision", want[0], exact, paretoBTYD.ExpectedPurchases(h, 52))
		g.add(customerWords("E[Y(52)]", h.X, h.Tx, h.T)+" at the maximum", "BTYD vignette, the paradox of frequency", want[1], tested(1e-3), paretoBest.ExpectedPurchases(h, 52))
	}
	g.add("P(alive | 0, 0, 39)"+at, "high precision", "0.294142239251532911", exact, paretoBTYD.ProbabilityAlive(history(0, 0, 39)))
	g.add("P(alive | 0, 0, 39) at BTYD's estimate", "BTYD man pnbd.PAlive", "0.2941633", printed, paretoExecuted.ProbabilityAlive(history(0, 0, 39)))
	g.add("P(alive | 0, 0, 39) at BTYD's restarted estimate", "BTYD executed", "0.294260765315236", exact, paretoRestarted.ProbabilityAlive(history(0, 0, 39)))
	g.add("P(alive | 23, 39, 39)"+manual, "BTYD executed", "1", exact, paretoManual.ProbabilityAlive(history(23, 39, 39)))
	g.add("E[Y(2) | 10, 35, 39]"+manual, "high precision", "0.388411723242248674", exact, paretoManual.ExpectedPurchases(history(10, 35, 39), 2))
	g.add("the same", "BTYD executed", "0.388411723242252", exact, paretoManual.ExpectedPurchases(history(10, 35, 39), 2))
	g.each("E[Y(2) | %d, 25, 39]"+manual, 5, "BTYD man", "0.134421429902522 0.144511504415192 0.149364682174874 0.149138912068632 0.144330817215623 0.135735619958827 0.124348743992954 0.111233909234561 0.0973927605301721 0.08366632549229 0.0706832392933272 0.0588529113457237 0.0483909280902713 0.039360957347633 0.0317200397520513 0.0253590065659505",
		exact, func(i int) float64 { return paretoManual.ExpectedPurchases(history(float64(i), 25, 39), 2) })
	g.each("P(alive | %d, 30, 39)"+manual, 5, "BTYD man", "0.809656298093644 0.790185483568629 0.768752130485385 0.745274794890444 0.719705970161492 0.692042079121969 0.662333200377883 0.630691487511989 0.597297058105932 0.562400097021794 0.526318101335337 0.489427626465839 0.45215055022362 0.414935658860505 0.378237121974877 0.34249198403712",
		exact, func(i int) float64 { return paretoManual.ProbabilityAlive(history(float64(i), 30, 39)) })
}

func paretoCounts(g *group) {
	const at = " at (.55, 10.56, .61, 11.64)"
	g.add("P(X(2) = 10)"+at, "high precision", "1.89370759668251392e-9", exact, paretoManual.ProbabilityOf(10, 2))
	g.add("the same", "BTYD executed", "1.89370759594899e-09", exact, paretoManual.ProbabilityOf(10, 2))
	g.add("P(X(39) = 0)"+at, "high precision", "0.595938069597920143", exact, paretoManual.ProbabilityOf(0, 39))
	g.add("the same", "BTYD executed", "0.59593806959792", exact, paretoManual.ProbabilityOf(0, 39))
	of := func(i int) float64 { return paretoManual.ProbabilityOf(i, 30) }
	g.each("P(X(30) = %d)"+at, 11, "high precision", "0.00188994147308690654 0.00133227654350684392 0.00094324397490141256 0.000670249912214313648 0.000477746097208557696 0.000341442534340460257 0.0002445943922271125 0.000175573704786774009 0.000126256431042065452 0.0000909373479895328992", exact, of)
	g.each("P(X(30) = %d)"+at, 11, "BTYD executed", "0.00188994147308691 0.00133227654350686 0.000943243974901435 0.000670249912214336 0.000477746097208583 0.000341442534340495 0.000244594392227161 0.000175573704786829 0.000126256431042136 9.0937347989613e-05", exact, of)
	g.add("P(no purchase in (39, 78])"+at, "high precision", "0.792465133825667793", exact, paretoManual.ProbabilityBetween(0, 39, 78))
	g.add("P(10 purchases in (1, 2])"+at, "high precision", "4.41462508461782906e-12", exact, paretoManual.ProbabilityBetween(10, 1, 2))
}

func paretoDiscounted(g *group) {
	rfm := paretoAt(0.5629966, 12.5590370, 0.4081095, 10.5148048)
	const at = ", δ = .0027 a week, at (.5629966, 12.559037, .4081095, 10.5148048)"
	g.add("DERT(7, 35, 77.86)"+at, "high precision", "1.86418332807132957", exact, rfm.DERT(history(7, 35, 77.86), 0.0027))
	g.add("the same", "BTYD executed", "1.86418332807132", exact, rfm.DERT(history(7, 35, 77.86), 0.0027))
	of := func(i int) float64 { return rfm.DERT(history(float64(i), 30, 77.86), 0.0027) }
	g.each("DERT(%d, 30, 77.86)"+at, 1, "high precision", "2.19915544970496057 2.84353440606573265 2.86712839120616463 2.44541007860735889 1.84050192447749371 1.26241647174385573 0.809618119453838353 0.49480361937544931 0.292024701569798557 0.167927508566053334", exact, of)
	g.each("DERT(%d, 30, 77.86)"+at, 1, "BTYD man pnbd.DERT", "2.19915544970496 2.84353440606573 2.86712839120616 2.44541007860734 1.84050192447749 1.26241647174385 0.809618119453837 0.494803619375446 0.292024701569799 0.167927508566052", exact, of)
	customer := history(2, 213./7, 272./7)
	g.add("DERT(2, 213/7, 272/7), δ = ln 1.1 a week, at the maximum", "high precision", "0.425068608409473", exact, paretoBest.DERT(customer, math.Log(1.1)))
	g.add("the same at CLVTools' estimate", "CLVTools predict()", "0.4250934", short(1e-4), paretoCLVTools.DERT(customer, math.Log(1.1)))
	g.with(cdnow, "Σ DERT, δ = ln 1.1 a week, at CLVTools' estimate", "CLVTools executed", "490.886", short(1e-4),
		func(b *bench) float64 {
			return total(b.rows(cdnow), func(h btyd.History) float64 { return paretoCLVTools.DERT(h, math.Log(1.1)) })
		})
	g.add("DERT(2, 213/7, 272/7), δ = ln 1.1 a year of 52 weeks, at the maximum", "high precision", "8.15629274716786", exact, paretoBest.DERT(customer, math.Log(1.1)/52))
	large := paretoAt(0.5329, 38.0598, 64.2792, 7721.5264)
	const largeAt = " at (.5329, 38.0598, 64.2792, 7721.5264)"
	g.add("DERT(2, 100, 145), δ = ln 1.1,"+largeAt, "high precision, CLVTools issue 132", "0.0808193997574", exact, large.DERT(history(2, 100, 145), math.Log(1.1)))
	g.add("DERT(2, 100, 145), δ = .0018,"+largeAt, "high precision, CLVTools issue 132", "0.847474959767974", exact, large.DERT(history(2, 100, 145), 0.0018))
}

func paretoExtremes(g *group) {
	many := paretoAt(0.55, 10.58, 0.61, 11.67)
	const manyAt = " at (.55, 10.58, .61, 11.67)"
	for _, c := range []struct {
		x           float64
		want, tests string
	}{{132, "6.20605178896293232", "6.2060517889632418"}, {133, "6.25287224757449725", "6.2528722475748113"}} {
		h := history(c.x, 200, 200)
		g.add(customerWords("E[Y(10)]", h.X, h.Tx, h.T)+manyAt, "high precision", c.want, exact, many.ExpectedPurchases(h, 10))
		g.add("the same", "lifetimes test_estimation.py", c.tests, exact, many.ExpectedPurchases(h, 10))
	}
	frequent := paretoAt(0.5143, 2.8845, 0.2856, 14.1087)
	for _, c := range []struct {
		h    btyd.History
		want string
	}{{history(221, 103.42857, 103.57143), "0.99959605231793814"}, {history(254, 97.14286, 97.28571), "0.999558226123010737"},
		{history(161, 94.71429, 98), "0.749487752258105445"}, {history(204, 98.57143, 99.42857), "0.994255079637895912"}} {
		g.add(aliveWords(c.h)+" at (.5143, 2.8845, .2856, 14.1087)", "high precision, not a number in an earlier CLVTools", c.want, exact, frequent.ProbabilityAlive(c.h))
	}
	overflow := paretoAt(10.465, 0.00798565181, 3.0516, 2.82)
	for _, c := range []struct {
		h    btyd.History
		want string
	}{{history(40, 5, 6), "0.00188512818736085"}, {history(50, 1, 37), "1.41714429128661e-96"}, {history(50, 4, 37), "6.73297487179916e-60"}} {
		g.add(aliveWords(c.h)+" at (10.465, .00798565181, 3.0516, 2.82)", "high precision, overflow in lifetimes test_estimation.py", c.want, exact, overflow.ProbabilityAlive(c.h))
	}
}
