package conformance

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bayes"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
)

// The default priors of PyMC-Marketing.
var pymcPriors = []bayes.Prior{
	bayes.On("alpha", bayes.Weibull{Shape: 2, Scale: 10}), bayes.On("r", bayes.Weibull{Shape: 2, Scale: 1}),
	bayes.OnShare("a", "b", bayes.Beta{A: 1, B: 1}, bayes.Pareto{Shape: 1, Lowest: 1}),
}

type posterior func(ctx context.Context, rng *rand.Rand, rows btyd.Rows, priors []bayes.Prior, opts bayes.Options) (*bayes.Draws, error)

// sampled is a posterior under those priors, in 4 chains of 500.
func (b *bench) sampled(name string, draw posterior) fitted {
	return fit(b, name, func(ctx context.Context, rows btyd.Rows, _ btyd.Options) (*bayes.Draws, btyd.Diagnostics, error) {
		d, err := draw(ctx, rand.New(rand.NewPCG(1, 2)), rows, pymcPriors, bayes.Options{Draws: 500})
		if err != nil {
			return nil, btyd.Diagnostics{}, err
		}
		return d, btyd.Diagnostics{Names: d.Names, Estimate: d.Mean()}, nil
	}, func() btyd.Rows { return b.rows(rounded) })
}

// mode is the most likely point under those priors.
func (b *bench) mode() fitted {
	return fit(b, "BG/NBD, mode", func(ctx context.Context, rows btyd.Rows, _ btyd.Options) (bayes.Mode, btyd.Diagnostics, error) {
		density, err := bgnbd.NewDensity(rows)
		if err != nil {
			return bayes.Mode{}, btyd.Diagnostics{}, err
		}
		p, err := bayes.NewPosterior(density, pymcPriors)
		if err != nil {
			return bayes.Mode{}, btyd.Diagnostics{}, err
		}
		m, err := p.MAP(ctx, bgBest.Parameters())
		return m, btyd.Diagnostics{Estimate: m.Parameters}, err
	}, func() btyd.Rows { return b.rows(rounded) })
}

func bayesGroup() group {
	g := group{title: "Posteriors", about: "Package bayes. PyMC-Marketing's notebooks on rounded CDNOW data, with its default priors: α Weibull(2, 10), r Weibull(2, 1), a/(a+b) uniform, a+b Pareto(1, 1). Means may differ by four standard errors of 4,000 draws there, a quarter of them effective, and of ours."}
	const source = "PyMC-Marketing notebooks"
	names := []string{"r", "α", "a", "b"}
	for i, want := range []string{"0.24", "4.4", "0.71", "2.1"} {
		g.with(rounded, names[i]+", BG/NBD, mode", source, want, printed, func(b *bench) float64 { return b.mode().estimate(i) })
	}
	for _, m := range []struct {
		name  string
		draw  posterior
		means []string
		sd    [4]float64
	}{
		{"BG/NBD", bgnbd.Posterior, []string{"0.2458", "4.51", "0.785", "2.43"}, [4]float64{0.0126, 0.383, 0.193, 0.75}},
		{"MBG/NBD", mbgnbd.Posterior, []string{"0.573", "6.55", "0.861", "1.49"}, [4]float64{0.087, 0.72, 0.138, 0.45}},
	} {
		for i, want := range m.means {
			within := around(digits(4*m.sd[i]*math.Sqrt(2./1000)), "Monte Carlo")
			g.with(rounded, names[i]+", "+m.name+", mean", source, want, within, func(b *bench) float64 { return b.sampled(m.name+", posterior", m.draw).estimate(i) })
		}
	}
	g.about += " Gamma-Gamma with p and q Weibull(2, 1), v Weibull(2, 10): there the prior on p outweighs the data, whose most likely p is 6.25."
	for i, want := range []string{"4.3", "3.67", "22.7"} {
		sd := []float64{0.33, 0.21, 2.6}[i]
		within := around(digits(4*sd*math.Sqrt(2./1000)+halfUnit(want)), "Monte Carlo")
		g.with(cdnow, []string{"p", "q", "v"}[i]+", Gamma-Gamma, mean", "PyMC-Marketing notebooks", want, within, func(b *bench) float64 { return b.spending().estimate(i) })
	}
	return g
}

// spending is the posterior of Gamma-Gamma under PyMC-Marketing's priors.
func (b *bench) spending() fitted {
	priors := []bayes.Prior{
		bayes.On("p", bayes.Weibull{Shape: 2, Scale: 1}), bayes.On("q", bayes.Weibull{Shape: 2, Scale: 1}),
		bayes.On("v", bayes.Weibull{Shape: 2, Scale: 10}),
	}
	return fit(b, "Gamma-Gamma, posterior", func(ctx context.Context, rows btyd.SpendRows, _ btyd.Options) (*bayes.Draws, btyd.Diagnostics, error) {
		d, err := gammagamma.Posterior(ctx, rand.New(rand.NewPCG(1, 2)), rows, priors, bayes.Options{Draws: 250})
		if err != nil {
			return nil, btyd.Diagnostics{}, err
		}
		return d, btyd.Diagnostics{Names: d.Names, Estimate: d.Mean()}, nil
	}, func() btyd.SpendRows { return b.cdnow.Spend })
}

// digits keeps two digits.
func digits(v float64) (out float64) {
	_, _ = fmt.Sscan(fmt.Sprintf("%.2g", v), &out)
	return out
}
