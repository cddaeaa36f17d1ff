package conformance

import (
	"fmt"
	"strings"

	"github.com/perennial-clv/perennial/btyd"
)

// groups are all sections of the page, in order.
func groups() []group {
	return []group{
		bgGroup(), mbgGroup(), paretoGroup(), ggomGroup(), nbdGroup(), cnbdGroup(), customersGroup(), totalsGroup(), stressGroup(),
		gammaGammaGroup(), bgbbGroup(), sbgGroup(), bdwGroup(), dyncovGroup(), bayesGroup(), zilnGroup(),
	}
}

// maximum adds a maximum of the likelihood known to high precision.
func (g *group) maximum(data string, n need, fit func(*bench, need) fitted, names, estimates, stdErrs, logLikelihood string) {
	source := "high precision"
	for i, name := range strings.Fields(names) {
		g.with(n, name+", "+data, source, strings.Fields(estimates)[i], estimate, func(b *bench) float64 { return fit(b, n).estimate(i) })
	}
	for i, want := range strings.Fields(stdErrs) {
		g.with(n, "standard error of "+strings.Fields(names)[i]+", "+data, source, want, curvature, func(b *bench) float64 { return fit(b, n).stdErr(i) })
	}
	g.with(n, "LL, "+data, source, logLikelihood, exact, func(b *bench) float64 { return fit(b, n).d.LogLikelihood })
}

// published adds estimates as printed elsewhere.
func (g *group) published(source string, n need, fit func(*bench, need) fitted, names, estimates string, within tolerance, logLikelihood string) {
	for i, name := range strings.Fields(names) {
		g.with(n, name, source, strings.Fields(estimates)[i], within, func(b *bench) float64 { return fit(b, n).estimate(i) })
	}
	g.with(n, "LL", source, logLikelihood, printed, func(b *bench) float64 { return fit(b, n).d.LogLikelihood })
}

// customerWords words a quantity of one customer.
func customerWords(what string, x, tx, t float64) string {
	if head, ok := strings.CutSuffix(what, "]"); ok {
		return fmt.Sprintf("%s | %g, %g, %g]", head, x, tx, t)
	}
	return fmt.Sprintf("%s(%g, %g, %g)", what, x, tx, t)
}

// aliveWords words the chance of being alive.
func aliveWords(h btyd.History) string {
	return fmt.Sprintf("P(alive | %g, %g, %g)", h.X, h.Tx, h.T)
}

// spread adds a figure at several times.
func spread(g *group, of, source string, within tolerance, f func(t float64) float64, times []float64, wants string) {
	for i, want := range strings.Fields(wants) {
		g.add(fmt.Sprintf(of, times[i]), source, want, within, f(times[i]))
	}
}

// logps adds the six histories with which PyMC-Marketing compares its
// log-likelihoods with lifetimes, for any model of four parameters.
func logps(g *group, last string, wants []string, f func(p [4]float64, h btyd.History) float64) {
	for i, c := range []struct {
		p [4]float64
		h btyd.History
	}{
		{[4]float64{0.55, 10.58, 0.61, 11.67}, history(1, 1.5, 12)},
		{[4]float64{0.45, 10.58, 0.61, 11.67}, history(1, 1.5, 12)},
		{[4]float64{0.45, 10.58, 0.71, 11.67}, history(1, 1.5, 12)},
		{[4]float64{0.55, 11.67, 0.61, 10.58}, history(1, 1.5, 12)},
		{[4]float64{0.55, 11.67, 0.61, 10.58}, history(4, 5.3, 10)},
		{[4]float64{0.55, 11.67, 0.61, 10.58}, history(2, 6, 8)},
	} {
		g.add(fmt.Sprintf("%s at r, α, %s = %g, %g, %g, %g", customerWords("LL", c.h.X, c.h.Tx, c.h.T), last, c.p[0], c.p[1], c.p[2], c.p[3]),
			"high precision", wants[i], exact, f(c.p, c.h))
	}
}
