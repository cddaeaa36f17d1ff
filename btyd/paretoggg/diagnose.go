package paretoggg

import (
	"math"
	"slices"
)

// Parameter describes the posterior distribution of one parameter, and how well
// the chains explored it.
type Parameter struct {
	Name string
	// Mean, StdDev, and the 5 %, 50 % and 95 % quantiles.
	Mean, StdDev, Low, Median, High float64
	// RHat compares the halves of all chains: 1 when they agree.
	RHat float64
	// ESS is the number of independent draws that would determine the mean as
	// well.
	ESS float64
}

// summarise describes draws, chain by chain.
func summarise(name string, chains [][]float64) Parameter {
	all := slices.Concat(chains...)
	slices.Sort(all)
	at := func(q float64) float64 { return all[int(math.Round(q*float64(len(all)-1)))] }
	mean, variance := moments(all)
	rhat, ess := mixing(chains)
	return Parameter{Name: name, Mean: mean, StdDev: math.Sqrt(variance),
		Low: at(0.05), Median: at(0.5), High: at(0.95), RHat: rhat, ESS: ess}
}

func moments(v []float64) (mean, variance float64) {
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for _, x := range v {
		variance += (x - mean) * (x - mean) / float64(len(v)-1)
	}
	return mean, variance
}

// mixing returns R-hat of split chains and the effective sample size, of the
// logarithms of the draws, by Geyer's initial monotone sequence (Gelman, Carlin,
// Stern, Dunson, Vehtari and Rubin 2013, Bayesian Data Analysis, 11.4-11.5).
func mixing(chains [][]float64) (rhat, ess float64) {
	var halves [][]float64
	for _, c := range chains {
		n := len(c) / 2
		for _, part := range [][]float64{c[:n], c[len(c)-n:]} {
			logs := make([]float64, n)
			for i, x := range part {
				logs[i] = math.Log(x)
			}
			halves = append(halves, logs)
		}
	}
	n := len(halves[0])
	if n < 4 {
		return math.NaN(), math.NaN()
	}
	within, means := 0.0, make([]float64, len(halves))
	for i, h := range halves {
		m, v := moments(h)
		means[i] = m
		within += v / float64(len(halves))
	}
	_, between := moments(means)
	total := within*float64(n-1)/float64(n) + between
	correlation := func(lag int) float64 {
		covariance := 0.0
		for i, h := range halves {
			for j := range n - lag {
				covariance += (h[j] - means[i]) * (h[j+lag] - means[i]) / float64(n*len(halves))
			}
		}
		return 1 - (within-covariance)/total
	}
	sum, last := 0.0, math.Inf(1)
	for lag := 0; lag+1 < n; lag += 2 {
		pair := correlation(lag) + correlation(lag+1)
		if pair < 0 {
			break
		}
		last = math.Min(last, pair)
		sum += last
	}
	return math.Sqrt(total / within), float64(n*len(halves)) / math.Max(2*sum-1, 1e-3)
}
