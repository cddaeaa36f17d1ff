package models

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/btyd/bayes"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
	"github.com/perennial-clv/perennial/internal/value"
)

// sampled are the models whose posterior can be asked for.
var sampled = []string{value.BGNBD, value.MBGNBD, value.ParetoNBD, value.GammaGamma}

// HasPosterior reports whether a model's posterior can be asked for.
func HasPosterior(name string) bool { return slices.Contains(sampled, name) }

// Infer draws from a model's posterior by a No-U-Turn sampler, under the
// library's weakly informative priors. The same seed gives the same draws.
func Infer(ctx context.Context, name string, d Data, seed uint64) (value.Posterior, error) {
	if !HasPosterior(name) {
		return value.Posterior{}, value.Errorf(value.Invalid, "there is no posterior of %q", name).
			WithHint("Ask for %s", strings.Join(sampled, ", "))
	}
	began := time.Now()
	fit, _, err := Fit(ctx, name, d)
	if err != nil {
		return value.Posterior{}, err
	}
	rng := rand.New(rand.NewPCG(seed, seed))
	draws, err := drawn(ctx, rng, name, d)
	if err != nil {
		return value.Posterior{}, explain(name, err)
	}
	return described(draws, fit, time.Since(began)), nil
}

// drawn runs the sampler of a model.
func drawn(ctx context.Context, rng *rand.Rand, name string, d Data) (*bayes.Draws, error) {
	var o bayes.Options
	switch name {
	case value.BGNBD:
		return bgnbd.Posterior(ctx, rng, d.Rows, nil, o)
	case value.MBGNBD:
		return mbgnbd.Posterior(ctx, rng, d.Rows, nil, o)
	case value.ParetoNBD:
		return paretonbd.Posterior(ctx, rng, d.Rows, nil, o)
	}
	return gammagamma.Posterior(ctx, rng, d.Spend, nil, o)
}

// described turns draws into what people look at.
func described(d *bayes.Draws, fit value.ModelFit, took time.Duration) value.Posterior {
	diag := d.Diagnostics()
	p := value.Posterior{
		Model: fit.Model, Unit: fit.Unit, Prior: "weakly informative: the data decide wherever they say anything",
		Chains: d.Chains, Draws: d.PerChain, Warmup: d.Warmup, Customers: fit.Customers,
		Divergences: diag.Divergences, Saturated: diag.Saturated, BFMI: diag.BFMI, Acceptance: diag.Acceptance,
		Warnings: append([]string{}, diag.Warnings...), Seconds: took.Seconds(),
	}
	for i, s := range d.Summary() {
		q := d.Values[i]
		p.Parameters = append(p.Parameters, value.PosteriorParameter{
			Name: s.Name, Mean: s.Mean, SD: s.SD, MCSE: s.MCSE,
			Low: bayes.Quantile(q, 0.05), Median: bayes.Quantile(q, 0.5), High: bayes.Quantile(q, 0.95),
			RHat: s.RHat, BulkESS: s.BulkESS, TailESS: s.TailESS, Estimate: fit.Parameters[s.Name],
			Density: density(q), Trace: trace(q, d.Chains), Ranks: ranks(q, d.Chains),
		})
	}
	return p
}

// Lengths of what is drawn on a screen.
const (
	densityNodes = 96
	traceNodes   = 250
	rankBins     = 20
)

// density is a Gaussian kernel estimate with Silverman's bandwidth, between
// the outermost thousandths.
func density(draws []float64) []value.DensityNode {
	sorted := slices.Sorted(slices.Values(draws))
	n := len(sorted)
	low, high := sorted[n/1000], sorted[n-1-n/1000]
	spread := math.Min(sd(sorted), (sorted[3*n/4]-sorted[n/4])/1.34)
	h := 0.9 * spread * math.Pow(float64(n), -0.2)
	if !(h > 0) {
		return []value.DensityNode{{X: low, Density: 1}}
	}
	low, high = math.Max(low-2*h, 0), high+2*h
	out := make([]value.DensityNode, densityNodes)
	for i := range out {
		x := low + (high-low)*float64(i)/(densityNodes-1)
		from, _ := slices.BinarySearch(sorted, x-5*h)
		to, _ := slices.BinarySearch(sorted, x+5*h)
		sum := 0.0
		for _, v := range sorted[from:to] {
			z := (x - v) / h
			sum += math.Exp(-z * z / 2)
		}
		out[i] = value.DensityNode{X: x, Density: sum / (float64(n) * h * math.Sqrt(2*math.Pi))}
	}
	return out
}

func sd(v []float64) float64 {
	var mean, square float64
	for _, x := range v {
		mean += x
	}
	mean /= float64(len(v))
	for _, x := range v {
		square += (x - mean) * (x - mean)
	}
	return math.Sqrt(square / float64(len(v)))
}

// trace thins the draws of each chain.
func trace(draws []float64, chains int) [][]float64 {
	per := len(draws) / chains
	step := max(1, per/traceNodes)
	out := make([][]float64, chains)
	for c := range out {
		for i := 0; i < per; i += step {
			out[c] = append(out[c], draws[c*per+i])
		}
	}
	return out
}

// ranks counts, by chain, where its draws stand among all.
func ranks(draws []float64, chains int) [][]int {
	order := make([]int, len(draws))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(draws[a], draws[b]) })
	out := make([][]int, chains)
	for c := range out {
		out[c] = make([]int, rankBins)
	}
	per := len(draws) / chains
	for rank, i := range order {
		out[i/per][rank*rankBins/len(draws)]++
	}
	return out
}
