package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"

	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

const (
	arrivals = 12.0 // weeks over which first purchases are spread
	end      = 78.0 // week observation ends
)

// simulate writes n customers of the CDNOW-like process, with Gamma-Gamma
// spend (6.25, 3.74, 15.44).
func simulate(n int, model string, seed uint64, out string) error {
	var process interface {
		Simulate(rng *rand.Rand, T float64) []float64
	}
	switch model {
	case "bgnbd":
		process = bgnbd.Model{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}
	case "paretonbd":
		process = paretonbd.Model{R: 0.553, Alpha: 10.578, S: 0.606, Beta: 11.669}
	default:
		return fmt.Errorf("unknown process %q", model)
	}
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "x,tx,T,m")
	rng := rand.New(rand.NewPCG(seed, 2))
	for range n {
		age := end - arrivals*rng.Float64()
		times := process.Simulate(rng, age)
		x, tx, m := float64(len(times)), 0.0, 0.0
		if x > 0 {
			tx = times[len(times)-1]
			m = numeric.GammaVariate(rng, 6.25*x, x*numeric.GammaVariate(rng, 3.74, 15.44))
		}
		fmt.Fprintf(w, "%g,%.17g,%.17g,%.10g\n", x, tx, age, m)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
