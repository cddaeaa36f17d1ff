package gammagamma

import (
	"math"
	"slices"
)

// Blend finds quantiles for customers whose numbers of future purchases are
// weighted sums of the same few distributions: those who differ only in how
// likely they are to be alive, by one model or by several. What their quantiles
// have in common is worked out once. The zero value is ready; a Blend is not
// for concurrent use.
type Blend struct {
	table *SpendQuantiles
	parts []blendPart
	near  [2]int // where the last low and the last high quantile were
}

// blendPart is one of the distributions.
type blendPart struct {
	mix Mixture
	cdf []float64 // at the table's grid points; NaN where nobody asked yet
}

// Reset forgets the distributions; the next come under the given table.
func (b *Blend) Reset(s *SpendQuantiles) {
	b.table, b.parts = s, b.parts[:0]
}

// Add takes in a distribution: pmf[n] is the chance of n future purchases,
// and that of none may be anything.
func (b *Blend) Add(pmf []float64) {
	if len(b.parts) < cap(b.parts) {
		b.parts = b.parts[:len(b.parts)+1]
	} else {
		b.parts = append(b.parts, blendPart{})
	}
	p := &b.parts[len(b.parts)-1]
	b.table.Mix(pmf, 0, &p.mix)
	n, unknown := len(b.table.logW), math.NaN()
	p.cdf = slices.Grow(p.cdf[:0], n)[:n]
	for i := range p.cdf {
		p.cdf[i] = unknown
	}
}

// Quantile is that of [SpendQuantiles.Quantile] for a customer who makes n > 0
// purchases with the sum of shares[i] times the chance of n in the i-th
// distribution, and none otherwise.
func (b *Blend) Quantile(shares []float64, probability float64) float64 {
	buy := 0.0
	for i := range b.parts {
		buy += shares[i] * (1 - b.parts[i].mix.zero)
	}
	target := probability - (1 - buy)
	if !(target > 0) {
		return 0
	}
	at := func(i int) float64 {
		total := 0.0
		for k := range b.parts {
			p := &b.parts[k]
			f := p.cdf[i]
			if f != f {
				f = b.table.at(&p.mix, i)
				p.cdf[i] = f
			}
			total += shares[k] * f
		}
		return total
	}
	near := &b.near[0]
	if probability > 0.5 {
		near = &b.near[1]
	}
	low, ok := b.table.bracket(target, *near, at)
	if !ok {
		return b.table.exact(b.sum(shares), target)
	}
	*near = low
	return b.table.inside(low, target, at)
}

// sum is the weighted sum of the distributions.
func (b *Blend) sum(shares []float64) *Mixture {
	m := Mixture{weights: make([]float64, len(b.table.count))}
	for k := range b.parts {
		p := &b.parts[k].mix
		m.last = max(m.last, p.last)
		for i, w := range p.weights {
			m.weights[i] += shares[k] * w
		}
	}
	return &m
}
