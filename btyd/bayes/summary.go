package bayes

import (
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd/internal/estimate"
)

// Summary describes the draws of one number.
type Summary struct {
	Name string
	// Mean and SD of the posterior, and the Monte Carlo standard error of
	// the mean.
	Mean, SD, MCSE float64
	// Quantiles at [Levels].
	Quantiles [5]float64
	// RHat compares chains with one another and with their own halves: above
	// 1.01 they have not mixed. BulkESS and TailESS are the effective numbers
	// of independent draws for the centre and for the 5 % and 95 % quantiles.
	RHat, BulkESS, TailESS float64
}

// Levels are the probabilities of the quantiles in a [Summary]: the median,
// and the ends of the central 50 % and 95 % intervals.
func Levels() [5]float64 { return [5]float64{0.025, 0.25, 0.5, 0.75, 0.975} }

// Summary describes every parameter.
func (d *Draws) Summary() []Summary {
	out := make([]Summary, len(d.Values))
	estimate.Each(0, len(out), func(k int) {
		out[k] = d.Summarise(d.Names[k], d.Values[k])
	})
	return out
}

// Summarise describes a column of draws, such as [Draws.Each] makes.
func (d *Draws) Summarise(name string, column []float64) Summary {
	s := Summary{Name: name, Mean: mean(column), SD: math.Sqrt(variance(column))}
	sorted := slices.Sorted(slices.Values(column))
	for i, level := range Levels() {
		s.Quantiles[i] = quantile(sorted, level)
	}
	halves := d.halves(column)
	s.MCSE = s.SD / math.Sqrt(effective(halves))
	normal := normalScores(halves)
	folded := make([][]float64, len(halves))
	for i, chain := range halves {
		folded[i] = make([]float64, len(chain))
		for j, v := range chain {
			folded[i][j] = math.Abs(v - s.Quantiles[2])
		}
	}
	s.RHat = math.Max(reduction(normal), reduction(normalScores(folded)))
	s.BulkESS = effective(normal)
	s.TailESS = math.Min(tail(halves, quantile(sorted, 0.05)), tail(halves, quantile(sorted, 0.95)))
	return s
}

// halves splits every chain of a column in two.
func (d *Draws) halves(column []float64) [][]float64 {
	out := make([][]float64, 0, 2*d.Chains)
	half := d.PerChain / 2
	for c := range d.Chains {
		chain := column[c*d.PerChain : (c+1)*d.PerChain]
		out = append(out, chain[:half], chain[d.PerChain-half:])
	}
	return out
}

// Quantile of a column at a probability between 0 and 1.
func Quantile(column []float64, probability float64) float64 {
	return quantile(slices.Sorted(slices.Values(column)), probability)
}

// quantile interpolates between order statistics (Hyndman and Fan's type 7).
func quantile(sorted []float64, probability float64) float64 {
	if len(sorted) == 0 || math.IsNaN(probability) {
		return math.NaN()
	}
	at := math.Max(0, math.Min(1, probability)) * float64(len(sorted)-1)
	i := int(at)
	if i == len(sorted)-1 || at == float64(i) {
		return sorted[i]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}

func mean(v []float64) float64 {
	total := 0.0
	for _, x := range v {
		total += x
	}
	return total / float64(len(v))
}

// variance with n-1 in the denominator.
func variance(v []float64) float64 {
	m, total := mean(v), 0.0
	for _, x := range v {
		total += (x - m) * (x - m)
	}
	return total / float64(len(v)-1)
}
