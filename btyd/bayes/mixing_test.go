package bayes

import (
	"math"
	"testing"
)

// noise is a sequence of numbers in (0, 1) that other languages can repeat
// exactly: a linear congruential generator.
func noise(n int) []float64 {
	out := make([]float64, n)
	state := uint64(1)
	for i := range out {
		state = (state*1103515245 + 12345) % (1 << 31)
		out[i] = (float64(state) + 0.5) / (1 << 31)
	}
	return out
}

// columns are four chains of 250 draws.
func columns() (draws *Draws, uniform, slow, heavy, alternating []float64) {
	draws = &Draws{Chains: 4, PerChain: 250}
	uniform = noise(1000)
	for i, u := range uniform {
		chain := i / 250
		last := 0.0
		if i%250 > 0 {
			last = slow[i-1] - 0.05*float64(chain)
		}
		v := 0.6*last + u - 0.5 + 0.05*float64(chain)
		slow = append(slow, v)
		heavy = append(heavy, math.Copysign(math.Pow(math.Abs(v), 5), v))
		alternating = append(alternating, float64(1-2*(i%250%2))*(1+0.1*u))
	}
	return draws, uniform, slow, heavy, alternating
}

// Reference values are those of ArviZ 0.23.4 for the same numbers.
func TestMixingAgreesWithArviZ(t *testing.T) {
	draws, uniform, slow, heavy, alternating := columns()
	for _, c := range []struct {
		name                   string
		column                 []float64
		rhat, bulk, tail, mcse float64
	}{
		{"autocorrelated", slow, 1.0512008455968282, 177.69483809063487, 373.60083720186526, 0.02789871933582872},
		{"heavy tails", heavy, 1.0512008455968282, 177.69483809063487, 373.60083720186526, 0.007748758856565394},
		{"independent", uniform, 1.0062637046117524, 848.0311592494485, 820.9875888323429, 0.0098751829573043},
		{"alternating", alternating, 1.002655318375261, 3000, 977.5333850560828, 0.019203948615656538},
	} {
		s := draws.Summarise(c.name, c.column)
		for _, v := range []struct {
			name      string
			got, want float64
		}{{"R-hat", s.RHat, c.rhat}, {"bulk", s.BulkESS, c.bulk}, {"tail", s.TailESS, c.tail}, {"MCSE", s.MCSE, c.mcse}} {
			if math.Abs(v.got/v.want-1) > 1e-9 {
				t.Errorf("%s: %s %.15g, want %.15g", c.name, v.name, v.got, v.want)
			}
		}
	}
	for chain, want := range []float64{0.71911378, 0.6755977, 0.7126306, 0.80936002} {
		got := information(slow[chain*250 : (chain+1)*250])
		if math.Abs(got-want) > 1e-8 {
			t.Errorf("E-BFMI of chain %d: %.8g, want %.8g", chain, got, want)
		}
	}
}

func TestSummaryOfConstants(t *testing.T) {
	draws := &Draws{Chains: 2, PerChain: 10}
	column := make([]float64, 20)
	if s := draws.Summarise("constant", column); s.RHat != 1 || s.MCSE != 0 || s.BulkESS != 20 {
		t.Errorf("%+v", s)
	}
	for i := range 10 { // chains stuck at different places
		column[i] = 1
	}
	if s := draws.Summarise("stuck", column); !(s.RHat > 2) {
		t.Errorf("stuck chains: R-hat %g", s.RHat)
	}
}

func TestQuantile(t *testing.T) {
	v := []float64{4, 1, 3, 2}
	for p, want := range map[float64]float64{0: 1, 1: 4, 0.5: 2.5, 0.25: 1.75, 2: 4} {
		if got := Quantile(v, p); got != want {
			t.Errorf("quantile %g: %g, want %g", p, got, want)
		}
	}
	if !math.IsNaN(Quantile(nil, 0.5)) || v[0] != 4 {
		t.Error("no values, or values changed")
	}
}
