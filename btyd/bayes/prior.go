package bayes

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// Prior is the prior of one parameter, or of two together. Make one with [On]
// or [OnShare].
type Prior struct {
	names         []string
	distributions []Distribution
}

// On gives one parameter a distribution.
func On(name string, d Distribution) Prior {
	return Prior{names: []string{name}, distributions: []Distribution{d}}
}

// OnShare gives two parameters a distribution through their sum κ = a+b and
// the share φ = a/κ of the first: a = φκ, b = (1-φ)κ. For the Beta(a, b) of
// BG/NBD, φ is the mean chance of dropping out and κ says how alike customers
// are, two numbers that are easier to have an opinion on, and nearly
// independent in the posterior, than a and b.
func OnShare(a, b string, share, sum Distribution) Prior {
	return Prior{names: []string{a, b}, distributions: []Distribution{share, sum}}
}

// Names are the parameters that the prior is of.
func (p Prior) Names() []string { return p.names }

func (p Prior) validate() error {
	for i, d := range p.distributions {
		if d == nil {
			return fmt.Errorf("%w: prior of %v has no distribution", btyd.ErrInvalidStart, p.names)
		}
		for _, v := range d.parameters() {
			if !(v > 0) || math.IsInf(v, 0) {
				return fmt.Errorf("%w: prior of %v: %T%v has a parameter that is not positive and finite",
					btyd.ErrInvalidStart, p.names, d, d)
			}
		}
		if _, high := d.Support(); (high == 1) != (len(p.names) == 2 && i == 0) {
			return fmt.Errorf("%w: prior of %v: a share needs a distribution over (0, 1), anything else one over all positive numbers; got %T",
				btyd.ErrInvalidStart, p.names, d)
		}
	}
	return nil
}

// variate is a number with a prior at an unconstrained coordinate z: low+e^z,
// or 1/(1+e^-z) when it is a share.
type variate struct {
	value, slope           float64 // the number and its derivative in z
	density, densitySlope  float64 // log prior and its derivative in the number
	jacobian, jacobianRise float64 // ln slope and its derivative in z
}

func at(d Distribution, z float64) variate {
	var v variate
	low, high := d.Support()
	if high == 1 {
		v.value = 1 / (1 + math.Exp(-z))
		rest := 1 / (1 + math.Exp(z))
		v.slope = v.value * rest
		v.jacobian, v.jacobianRise = math.Log(v.slope), rest-v.value
	} else {
		v.slope = math.Exp(z)
		v.value = low + v.slope
		v.jacobian, v.jacobianRise = z, 1
	}
	v.density, v.densitySlope = d.LogDensity(v.value)
	return v
}

// coordinate is the inverse of at.
func coordinate(d Distribution, value float64) float64 {
	low, high := d.Support()
	if high == 1 {
		return math.Log(value) - math.Log1p(-value)
	}
	// A value at or below the support moves just inside.
	return math.Log(math.Max(value-low, 1e-3*low))
}
