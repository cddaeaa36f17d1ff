package conformance

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/dyncov"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
	"github.com/perennial-clv/perennial/btyd/regress"
)

func dyncovGroup() group {
	g := group{title: "Covariates", about: "Packages [dyncov](models/time-varying-covariates.md) and [regress](models/static-covariates.md). The unit values B and D of CLVTools are where the line that a clock follows in an interval meets time zero. They are read off the model: Λ from expected purchases of customers who cannot leave, M from the chance that customers who cannot buy are alive."}
	intercepts(&g)
	limits(&g)
	conventions(&g)
	return g
}

// along are clocks on which both rates are as given, interval by interval.
func along(rates []float64, m dyncov.Model) *dyncov.Clocks {
	series := make([]float64, len(rates))
	for k, r := range rates {
		series[k] = math.Log(r)
	}
	m.Purchase, m.Dropout = []float64{1}, []float64{1}
	c, err := m.Along(dyncov.Grid{Width: 1, Names: []string{"z"}}, dyncov.Path{series})
	if err != nil {
		panic(err)
	}
	return c
}

// purchases is what the clock of purchases shows a time after a position.
func purchases(rates []float64, from, time float64) float64 {
	v, err := along(rates, dyncov.Model{R: 1, Alpha: 1, S: 1e-14, Beta: 1}).ExpectedNewCustomer(from, time)
	return orNaN(v, err)
}

// dropout is what the clock of dropping out shows a time after a position:
// nobody buys, so that silence tells nothing, and 1/(1+M) are alive.
func dropout(rates []float64, from, time float64) float64 {
	alive, err := along(rates, dyncov.Model{R: 1e-14, Alpha: 1, S: 1, Beta: 1}).ProbabilityAlive(dyncov.Customer{Start: from, T: time})
	return orNaN(1/alive-1, err)
}

func orNaN(v float64, err error) float64 {
	if err != nil {
		return math.NaN()
	}
	return v
}

func intercepts(g *group) {
	const source = "CLVTools src/test-cpp.cpp"
	const tx, first = 35.11, 0.854 // the last purchase, and what is left of its interval
	walk := []float64{0.123, 0.234, 0.345, 0.456, 0.567, 0.678}
	rates := make([]float64, 36, 42)
	for k := range rates {
		rates[k] = 1
	}
	rates = append(rates, walk...)
	last := 37 - first
	g.each("B_%d of walk .123 … .678 at t_x 35.11, d 1 .854", 1, source, "-4.31853 -8.310534 -12.413538 -16.627542 -20.952546 -25.388550", around(1e-5, "its test"),
		func(i int) float64 {
			inside := float64(35+i) + 0.9
			return purchases(rates, last, inside-last) - walk[i-1]*(inside-(last-tx))
		})
	real, auxiliary := []float64{1.987, 1.876}, []float64{0.123, 0.234, 0.345, 0.456}
	for before, wants := range []string{"0 -0.094794 -0.300588 -0.617382", "1.591856 1.386062 1.069268 0.641474", "3.344856 3.028062 2.600268"} {
		all := append(append([]float64(nil), real[:before]...), auxiliary...)
		const start = 1 - first
		g.each(fmt.Sprintf("D_%%d of walk .123 … .456 after %d real intervals", before), 1, source, wants, around(1e-5, "its test"), func(i int) float64 {
			inside := float64(before+i-1) + 0.9
			return dropout(all, start, inside-start) - auxiliary[i-1]*(inside-start)
		})
	}
}

// limits has the two properties that CLVTools tests, on all CDNOW customers:
// coefficients of zero, and covariates that never change.
func limits(g *group) {
	sum := func(m dyncov.Model, value func(week int) float64) func(b *bench) float64 {
		series := make([]float64, 40)
		for k := range series {
			series[k] = value(k)
		}
		return func(b *bench) float64 {
			clocks, err := m.Along(dyncov.Grid{Width: 1, Names: []string{"z"}}, dyncov.Path{series})
			if err != nil {
				return math.NaN()
			}
			return total(b.rows(cdnow), func(h btyd.History) float64 {
				ll, err := clocks.LogLikelihood(spaced(h))
				return orNaN(ll, err)
			})
		}
	}
	m := dyncov.Model{R: paretoExecuted.R, Alpha: paretoExecuted.Alpha, S: paretoExecuted.S, Beta: paretoExecuted.Beta, Purchase: []float64{0}, Dropout: []float64{0}}
	g.with(cdnow, "LL of CDNOW at BTYD's Pareto/NBD, all coefficients zero", "BTYD executed, without covariates", "-9594.97619847373", exact,
		sum(m, func(week int) float64 { return math.Sin(float64(week)) }))
	m.Alpha *= math.Exp(0.3)
	m.Beta *= math.Exp(-0.2)
	m.Purchase, m.Dropout = []float64{0.3}, []float64{-0.2}
	// exp(γ z) also multiplies the density at each purchase, so that it is the
	// plain model at α exp(-γ), β exp(-δ).
	g.with(cdnow, "the same with a covariate that is always 1, γ = .3 and δ = -.2 taken out of α and β", "BTYD executed, without covariates", "-9594.97619847373", exact,
		sum(m, func(int) float64 { return 1 }))
}

// spaced is a customer who bought at even intervals.
func spaced(h btyd.History) dyncov.Customer {
	c := dyncov.Customer{T: h.T}
	for i := 1.0; i < h.X; i++ {
		c.Times = append(c.Times, h.Tx*i/h.X)
	}
	if h.X > 0 {
		c.Times = append(c.Times, h.Tx)
	}
	return c
}

// conventions pins the signs: what a positive coefficient does.
func conventions(g *group) {
	h := history(2, 30.43, 38.86)
	pareto := regress.Model[paretonbd.Model]{Base: paretoBTYD, Purchase: []float64{0.3}, Dropout: []float64{-0.2}, PurchaseNames: []string{"z"}, DropoutNames: []string{"z"}}
	bg := regress.Model[bgnbd.Model]{Base: bgPaper, Purchase: []float64{0.3}, Dropout: []float64{-0.2}, PurchaseNames: []string{"z"}, DropoutNames: []string{"z"}}
	spend := regress.SpendModel{Base: gammagamma.Model{P: 6.25, Q: 3.74, V: 15.44}, Coefficients: []float64{0.3}, Covariates: []string{"z"}}
	one := []float64{1}
	p, errP := pareto.For(one, one)
	m, errM := bg.For(one, one)
	s, errS := spend.For(one)
	g.add("LL(2, 30.43, 38.86), Pareto/NBD at (.5534, 10.5802 e^-.3, .6061, 11.6562 e^.2)", "high precision, α₀ exp(-γ·z), β₀ exp(-δ·z)", "-9.48915871331724842", exact, orNaN(p.LogLikelihood(h), errP))
	g.add("LL(2, 30.43, 38.86), BG/NBD at (.243, 4.414 e^-.3, .793 e^-.2, 2.426 e^-.2)", "high precision, a₀ exp(δ·z), b₀ exp(δ·z)", "-9.47278967210974087", exact, orNaN(m.LogLikelihood(h), errM))
	g.add("E[M | 3 purchases of mean 35], Gamma-Gamma at (6.25, 3.74, 15.44 e^.3)", "high precision, v₀ exp(γ·z)", "36.598947181530214", exact, orNaN(s.ExpectedSpend(3, 35), errS))
}
