package demo

import (
	"math"
	"math/rand/v2"
)

// dice is a source of chance that can be set anew for every customer without
// an allocation. It is passed around; nothing in the package is global.
type dice struct {
	pcg rand.PCG
	*rand.Rand
}

func newDice() *dice {
	d := &dice{}
	d.Rand = rand.New(&d.pcg)
	return d
}

// reset makes the draws that follow a function of the seed and the number
// alone. Both are scrambled first, as neighbouring numbers would otherwise
// start neighbouring, and so related, sequences.
func (d *dice) reset(seed, number uint64) {
	hi := scramble(scramble(seed) + number*0x9e3779b97f4a7c15)
	d.pcg.Seed(hi, scramble(hi^number))
}

// scramble is the output function of SplitMix64 (Steele, Lea and Flood, "Fast
// splittable pseudorandom number generators", OOPSLA 2014).
func scramble(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// gamma draws from a gamma distribution of mean 1 (Marsaglia and Tsang, "A
// simple method for generating gamma variables", ACM TOMS 26, 2000).
func (d *dice) gamma(shape float64) float64 {
	if shape < 1 {
		boost := math.Pow(1-d.Float64(), 1/shape)
		return d.gamma(shape+1) * (shape + 1) / shape * boost
	}
	e := shape - 1.0/3
	c := 1 / math.Sqrt(9*e)
	for {
		x := d.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		u := 1 - d.Float64()
		if u < 1-0.0331*x*x*x*x || math.Log(u) < 0.5*x*x+e*(1-v+math.Log(v)) {
			return e * v / shape
		}
	}
}

// inverseGamma draws from an inverse gamma distribution of mean 1; shape must
// exceed 1. The smaller the shape, the heavier the tail.
func (d *dice) inverseGamma(shape float64) float64 {
	return (shape - 1) / (shape * d.gamma(shape))
}

// pick draws an index with the given chances, which sum to 1.
func (d *dice) pick(chances []float64) int {
	u := d.Float64()
	last := len(chances) - 1
	for i, p := range chances[:last] {
		if u < p {
			return i
		}
		u -= p
	}
	return last
}
