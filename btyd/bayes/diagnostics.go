package bayes

import (
	"fmt"
	"math"
)

// Diagnostics say whether draws can be trusted.
type Diagnostics struct {
	// Divergences counts trajectories that left the energy surface: the
	// posterior has a region too narrow for the step, and what the draws say
	// of it is biased. Saturated counts those cut at the greatest depth.
	Divergences, Saturated int
	// BFMI by chain is the energy fraction of missing information (Betancourt
	// 2016, arXiv:1604.00695): below 0.3 the tails are explored slowly.
	BFMI []float64
	// Acceptance and Depth are means over all draws.
	Acceptance, Depth float64
	// RHat is the worst, BulkESS and TailESS are the least, of any parameter.
	RHat, BulkESS, TailESS float64
	// Warnings are sentences for the analyst; none means that nothing is
	// known against the draws.
	Warnings []string
}

// Diagnostics of the draws.
func (d *Draws) Diagnostics() Diagnostics {
	o := Diagnostics{RHat: 1, BulkESS: math.Inf(1), TailESS: math.Inf(1), Acceptance: mean(d.Acceptance)}
	for i, depth := range d.Depth {
		o.Depth += float64(depth) / float64(len(d.Depth))
		if d.Divergent[i] {
			o.Divergences++
		}
		if d.maxDepth > 0 && int(depth) >= d.maxDepth {
			o.Saturated++
		}
	}
	for c := range d.Chains {
		o.BFMI = append(o.BFMI, information(d.Energy[c*d.PerChain:(c+1)*d.PerChain]))
	}
	for _, s := range d.Summary() {
		o.RHat = math.Max(o.RHat, s.RHat)
		o.BulkESS, o.TailESS = math.Min(o.BulkESS, s.BulkESS), math.Min(o.TailESS, s.TailESS)
	}
	o.warn(d)
	return o
}

// information is the mean squared change of energy against its variance.
func information(energy []float64) float64 {
	v := variance(energy)
	if v == 0 {
		return 1 // independent draws carry no energy
	}
	total := 0.0
	for i := 1; i < len(energy); i++ {
		e := energy[i] - energy[i-1]
		total += e * e
	}
	return total / float64(len(energy)-1) / v
}

// warn fills Warnings; the limits are those of Vehtari et al. 2021.
func (o *Diagnostics) warn(d *Draws) {
	say := func(format string, args ...any) { o.Warnings = append(o.Warnings, fmt.Sprintf(format, args...)) }
	if o.Divergences > 0 {
		say("%d of %d trajectories diverged: raise the acceptance aimed at, or give a tighter prior", o.Divergences, d.Len())
	}
	if o.Saturated > 0 {
		say("%d of %d trajectories were cut at depth %d: the posterior is much narrower in one direction than in another",
			o.Saturated, d.Len(), d.maxDepth)
	}
	for c, b := range o.BFMI {
		if b < 0.3 {
			say("chain %d explores energies slowly (E-BFMI %.2f): the tails are heavy", c+1, b)
		}
	}
	if !(o.RHat < 1.01) {
		say("chains disagree (R-hat %.3f): draw longer, or look for several modes", o.RHat)
	}
	if least := 100 * float64(d.Chains); math.Min(o.BulkESS, o.TailESS) < least {
		say("few effective draws (bulk %.0f, tail %.0f; %.0f are enough): draw longer", o.BulkESS, o.TailESS, least)
	}
}
