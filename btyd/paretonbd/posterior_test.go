package paretonbd

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bayes"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// pymc are the default priors of PyMC-Marketing, for time in weeks.
func pymc() []bayes.Prior {
	shape, scale := bayes.Weibull{Shape: 2, Scale: 1}, bayes.Weibull{Shape: 2, Scale: 10}
	return []bayes.Prior{bayes.On("r", shape), bayes.On("alpha", scale), bayes.On("s", shape), bayes.On("beta", scale)}
}

func BenchmarkPosteriorCDNOW(b *testing.B) {
	rows := btyd.Compress(sample.NeedCDNOW(b).Histories)
	worst, seed := 1.0, uint64(0)
	for b.Loop() {
		seed++
		draws, err := Posterior(context.Background(), rand.New(rand.NewPCG(seed, 1)), rows, pymc(), bayes.Options{})
		if err != nil {
			b.Fatal(err)
		}
		worst = max(worst, draws.Diagnostics().RHat)
	}
	b.ReportMetric(worst, "worst-R-hat")
}
