package lifetime

import (
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// exponential lives end at one common rate; at zero nobody is ever lost.
type exponential struct{ r, alpha, rate float64 }

func (e exponential) Buying() (r, alpha float64) { return e.r, e.alpha }
func (e exponential) Survival(t float64) float64 { return math.Exp(-e.rate * t) }
func (e exponential) Axis(t, k float64) Axis     { return Lay(math.Min(e.alpha, 1/(e.rate+1e-9)), t, 0, k) }
func (e exponential) None(t float64) float64     { return 1 - e.Any(t) }
func (e exponential) gain(x, u float64) float64 {
	return math.Exp(-(e.r+x)*math.Log1p(u/e.alpha) - e.rate*u)
}
func (e exponential) Any(t float64) (sum float64) {
	// Simpson's rule: the first purchase comes at u while still alive.
	const n = 20000
	if math.IsInf(t, 1) {
		t = 60 * (e.alpha/e.r + 1/(e.rate+1e-9))
	}
	for i := range n {
		a, b := t*float64(i)/n, t*float64(i+1)/n
		sum += (b - a) / 6 * (e.gain(1, a) + 4*e.gain(1, (a+b)/2) + e.gain(1, b))
	}
	return e.r / e.alpha * sum
}

func (e exponential) Die(p Panel) Panel {
	for i, u := range p.U {
		p.Share[i] *= e.rate * math.Exp(-e.rate*u)
	}
	return p
}

func customer(alive float64, e exponential) Customer[exponential] {
	return Customer[exponential]{Alive: alive, Ahead: e}
}

func TestImmortalsBuyNegativeBinomially(t *testing.T) {
	for _, c := range []struct{ r, alpha, t float64 }{{0.5, 10, 30}, {3, 1, 4}, {900, 10, 40}} {
		var got, want [200]float64
		tail := customer(1, exponential{c.r, c.alpha, 0}).Counts(c.t, got[:])
		rest := numeric.NegativeBinomial(c.r, c.alpha, c.t, want[:])
		if got != want || tail != rest {
			t.Errorf("%+v: %v, tail %g", c, got[:5], tail)
		}
	}
}

func TestCountsAddUpAndAgree(t *testing.T) {
	for _, c := range []struct{ alive, r, alpha, rate, t float64 }{
		{1, 0.5, 10, 0.03, 50}, {0.4, 3, 1, 2, 4}, {0.9, 900, 10, 0.01, 4}, // the last underflows at zero purchases
		{1e-9, 0.5, 10, 5, 50},
	} {
		who := customer(c.alive, exponential{c.r, c.alpha, c.rate})
		var p [900]float64
		total, mean := who.Counts(c.t, p[:]), 0.0
		if total > 1e-9 {
			t.Errorf("%+v: tail %g", c, total)
		}
		for n, chance := range p {
			total += chance
			mean += float64(n) * chance
			if n%90 == 0 || n < 5 {
				if one := who.Exactly(n, c.t); math.Abs(one-chance) > 1e-9*chance+1e-15 {
					t.Errorf("%+v: chance of %d %.14g, and %.14g by itself", c, n, chance, one)
				}
			}
		}
		expected := c.alive * c.r / c.alpha * -math.Expm1(-c.rate*c.t) / c.rate
		if math.Abs(total-1) > 1e-10 || math.Abs(mean/expected-1) > 1e-9 {
			t.Errorf("%+v: total %.14g, mean %.14g, expected %.14g", c, total, mean, expected)
		}
	}
}

func TestTimeToNextInvertsNone(t *testing.T) {
	who := customer(0.8, exponential{0.7, 5, 0.05})
	for _, p := range []float64{0.01, 0.2, 0.4} {
		wait, ok := who.TimeToNext(p)
		if got := 1 - who.None(wait); !ok || math.Abs(got-p) > 1e-9 {
			t.Errorf("wait %g has chance %g, asked %g", wait, got, p)
		}
	}
	if _, ok := who.TimeToNext(0.8); ok {
		t.Error("as sure as being alive")
	}
	if wait, ok := customer(0, exponential{0.7, 5, 0.05}).TimeToNext(0); wait != 0 || !ok {
		t.Errorf("a chance of zero: %g, %v", wait, ok)
	}
}
