package conformance

import (
	"context"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/cnbd"
	"github.com/perennial-clv/perennial/btyd/ggomnbd"
	"github.com/perennial-clv/perennial/btyd/nbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

func (b *bench) ggomFit(n need) fitted {
	return fit(b, "GGom/NBD "+n.name, ggomnbd.Fit, func() btyd.Rows { return b.rows(n) })
}

// On CDNOW the likelihood of this model rises towards its limit, the
// Pareto/NBD, where only r, α, s and β/b have a meaning.
func ggomGroup() group {
	g := group{title: "GGom/NBD", about: "Package [ggomnbd](models/ggom-nbd.md). On CDNOW customers do not age, and the maximum is the limit b → 0, the Pareto/NBD: r, α, s, β/b and the log-likelihood are determined, b and β are not."}
	f := (*bench).ggomFit
	g.with(cdnow, "r", "CLVTools test_correctness_ggomnbd.R", "0.55313", tested(1e-3), func(b *bench) float64 { return f(b, cdnow).estimate(0) })
	g.with(cdnow, "α", "CLVTools test_correctness_ggomnbd.R", "10.5758", tested(1e-3), func(b *bench) float64 { return f(b, cdnow).estimate(1) })
	g.with(cdnow, "LL", "CLVTools test_correctness_ggomnbd.R", "-9594.9762", printed, func(b *bench) float64 { return f(b, cdnow).d.LogLikelihood })
	g.with(cdnow, "r", "Bemmaor and Glady 2012", "0.553", printed, func(b *bench) float64 { return f(b, cdnow).estimate(0) })
	g.with(cdnow, "α", "Bemmaor and Glady 2012", "10.578", printed, func(b *bench) float64 { return f(b, cdnow).estimate(1) })
	g.with(cdnow, "LL", "Bemmaor and Glady 2012", "-9594.98", printed, func(b *bench) float64 { return f(b, cdnow).d.LogLikelihood })
	g.with(cdnow, "LL, limit", "high precision (Pareto/NBD)", "-9594.97617893954311", exact, func(b *bench) float64 { return f(b, cdnow).d.LogLikelihood })
	g.with(cdnow, "s, limit", "high precision (Pareto/NBD)", "0.606239989127825904", around(6e-6, "b > 0"), func(b *bench) float64 { return f(b, cdnow).estimate(3) })
	g.with(cdnow, "β/b, limit", "high precision (Pareto/NBD)", "11.6687352888549996", around(1e-4, "b > 0"), func(b *bench) float64 { return f(b, cdnow).estimate(4) / f(b, cdnow).estimate(2) })
	return g
}

func (b *bench) nbdFit(n need) fitted {
	return fit(b, "NBD "+n.name, nbd.Fit, func() btyd.Rows { return b.rows(n) })
}

func nbdGroup() group {
	g := group{title: "NBD", about: "Package [nbd](models/nbd.md). CDNOW, calibration of 39 weeks."}
	g.maximum("exact data", cdnow, (*bench).nbdFit, "r α", "0.384766135768784862 12.0720228448369052", "0.0209853761631565 0.80872318177678", "-9763.65761467261524")
	g.published("BTYDplus nbd.EstimateParameters", cdnow, (*bench).nbdFit, "r α", "0.384765875 12.0720137", tested(1e-3), "-9763.6576147")
	plus := nbd.Model{R: 0.384765875270681, Alpha: 12.0720137321234}
	g.with(cdnow, "LL at BTYDplus' estimate", "BTYDplus executed", "-9763.65761467269", exact, func(b *bench) float64 { return total(b.rows(cdnow), plus.LogLikelihood) })
	return g
}

// The grocery data that BTYDplus is fitted to are not at hand; predictions at
// its estimates need none.
func cnbdGroup() group {
	g := group{title: "BGCNBD-k and MBGCNBD-k", about: "Package [cnbd](models/cnbd-k.md). CDNOW purchases are random, so that k = 1 is chosen and the models are BG/NBD and MBG/NBD. The grocery data behind the other estimates are not at hand."}
	plus := func(name string, atZero bool) func(b *bench) fitted {
		return func(b *bench) fitted {
			return fit(b, name, func(ctx context.Context, rows cnbd.Rows, o btyd.Options) (cnbd.Model, btyd.Diagnostics, error) {
				return cnbd.Fit(ctx, rows, cnbd.Options{Options: o, AtZero: atZero})
			}, func() cnbd.Rows { return cnbd.Rows{Rows: b.rows(cdnow)} })
		}
	}
	for _, c := range []struct {
		name, estimates, ll string
		atZero              bool
	}{
		{"BG/CNBD-k", "0.242598152304946 4.41368416322681 0.792989873668237 2.42616669637117", "-9582.429207", false},
		{"MBG/CNBD-k", "0.524843558563026 6.18309284449362 0.891387780362806 1.61404833490722", "-9582.135716", true},
	} {
		f := plus(c.name, c.atZero)
		g.with(cdnow, "k, "+c.name, "BTYDplus demo/cdnow.R", "1", exact, func(b *bench) float64 { return float64(f(b).model.(cnbd.Model).K) })
		g.published("BTYDplus demo/cdnow.R, "+c.name, cdnow, func(b *bench, _ need) fitted { return f(b) }, "r α a b", c.estimates, tested(1e-3), c.ll)
	}
	const at = " at k 2, r 1.32920, α 2.81260, a .424716, b .790040"
	m := cnbd.Model{K: 2, R: 1.32919726868055, Alpha: 2.81260032965383, A: 0.424715580356214, B: 0.790040222211147, AtZero: true}
	g.each("P(alive | %d, 12, 52), MBG/CNBD-k"+at, 1, "BTYDplus executed, grocery", "0.156425350574968 0.0292111247707762 0.00386127013534737 0.000439830678159391 4.61024317509296e-05",
		exact, func(i int) float64 { return m.ProbabilityAlive(history(float64(i), 12, 52)) })
	pareto := paretonbd.Model{R: 0.786435390456266, Alpha: 5.67897604754155, S: 0.386220853110445, Beta: 5.717118238014}
	g.each("P(alive | %d, 12, 52), Pareto/NBD at r .786435, α 5.67898, s .386221, β 5.71712", 1, "BTYDplus executed, grocery", "0.318579419511501 0.165206001634852 0.0727666523309612 0.0288167256402687 0.0107207040122239",
		exact, func(i int) float64 { return pareto.ProbabilityAlive(history(float64(i), 12, 52)) })
	g.each("E[Y(52) | %d, 12, 52], Pareto/NBD at the same", 1, "BTYDplus executed, grocery", "0.448422127387894 0.362707722341916 0.217092565223604 0.108677299194446 0.0488783366588225",
		exact, func(i int) float64 { return pareto.ExpectedPurchases(history(float64(i), 12, 52), 52) })
	return g
}
