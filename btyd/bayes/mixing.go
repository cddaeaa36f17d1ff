package bayes

import (
	"math"
	"slices"
)

// Rank-normalised R-hat and effective sample sizes: Vehtari, Gelman, Simpson,
// Carpenter and Bürkner 2021, "Rank-Normalization, Folding, and Localization:
// An Improved R-hat for Assessing Convergence of MCMC", Bayesian Analysis
// 16:667-718.

// normalScores replaces draws by the normal quantiles of their ranks over all
// chains; equal draws share their mean rank.
func normalScores(chains [][]float64) [][]float64 {
	type place struct {
		value    float64
		chain, i int
	}
	var all []place
	out := make([][]float64, len(chains))
	for c, chain := range chains {
		out[c] = make([]float64, len(chain))
		for i, v := range chain {
			all = append(all, place{v, c, i})
		}
	}
	slices.SortFunc(all, func(a, b place) int {
		switch {
		case a.value < b.value:
			return -1
		case a.value > b.value:
			return 1
		}
		return 0
	})
	for lo := 0; lo < len(all); {
		hi := lo + 1
		for hi < len(all) && all[hi].value == all[lo].value {
			hi++
		}
		rank := float64(lo+hi+1) / 2
		score := math.Sqrt2 * math.Erfinv(2*(rank-3./8)/(float64(len(all))+1./4)-1)
		for _, p := range all[lo:hi] {
			out[p.chain][p.i] = score
		}
		lo = hi
	}
	return out
}

// reduction is R-hat: how much the spread of all draws exceeds that within
// chains.
func reduction(chains [][]float64) float64 {
	within, marginal := spreads(chains)
	if within == 0 && marginal == 0 {
		return 1
	}
	return math.Sqrt(marginal / within)
}

// spreads are the mean variance within chains and the estimate of the
// variance of the posterior that also counts the spread between them.
func spreads(chains [][]float64) (within, marginal float64) {
	n := float64(len(chains[0]))
	means := make([]float64, len(chains))
	for c, chain := range chains {
		means[c] = mean(chain)
		within += variance(chain) / float64(len(chains))
	}
	marginal = within * (n - 1) / n
	if len(chains) > 1 {
		marginal += variance(means)
	}
	return within, marginal
}

// effective is the number of independent draws that would give the mean as
// precisely, by Geyer's initial monotone sequence. It is at
// most N log10 N: draws that alternate around the mean can beat independent
// ones.
func effective(chains [][]float64) float64 {
	n := len(chains[0])
	total := float64(n * len(chains))
	within, marginal := spreads(chains)
	if !(marginal > 0) {
		return total // a constant
	}
	means := make([]float64, len(chains))
	for c := range chains {
		means[c] = mean(chains[c])
	}
	rho := func(lag int) float64 {
		shared := 0.0
		for c, chain := range chains {
			m := means[c]
			for i := range n - lag {
				shared += (chain[i] - m) * (chain[i+lag] - m)
			}
		}
		shared /= total
		return 1 - (within-shared)/marginal
	}
	// Sums of neighbours are positive and fall for a reversible chain; noise
	// takes over where they no longer are.
	sum, last := 0.0, math.Inf(1)
	for lag := 0; lag+1 < n-2; lag += 2 {
		even := rho(lag)
		if lag == 0 {
			even = 1
		}
		pair := even + rho(lag+1)
		if !(pair > 0) {
			sum += math.Max(0, even) / 2
			break
		}
		last = math.Min(last, pair)
		sum += last
	}
	return total / math.Max(2*sum-1, 1/math.Log10(total))
}

// tail is the effective sample size for the share of draws below a value.
func tail(chains [][]float64, value float64) float64 {
	below := make([][]float64, len(chains))
	for c, chain := range chains {
		below[c] = make([]float64, len(chain))
		for i, v := range chain {
			if v <= value {
				below[c][i] = 1
			}
		}
	}
	return effective(below)
}
