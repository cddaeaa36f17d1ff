package demo

import (
	"math"
	"testing"
)

func TestClockInverts(t *testing.T) {
	g := shop(t, Business{})
	for _, c := range []*clock{&g.arrivals, &g.trade} {
		before := uint32(0)
		for i := range 200_000 {
			x := c.total() * float64(i) / 200_000
			s := c.second(x)
			if s < before {
				t.Fatalf("runs back at %v", x)
			}
			before = s
			// Within the second: no hour is ever busier than thirty times the mean.
			if back := c.at(s); math.Abs(back-x) > 30.0/weekSeconds {
				t.Fatalf("%v becomes %v", x, back)
			}
		}
	}
	future := g.trade.at(g.cal.finish()-1) - g.trade.at(g.cal.end())
	between(t, "weeks of trade in the year after the log", future, 51.99, 52.01)
}

func TestDistributions(t *testing.T) {
	d := newDice()
	d.reset(3, 0)
	const n = 200_000
	moments := func(draw func() float64) (mean, variance float64) {
		sum, squares := 0.0, 0.0
		for range n {
			v := draw()
			sum += v
			squares += v * v
		}
		return sum / n, squares/n - sum*sum/n/n
	}
	for _, shape := range []float64{0.4, 1, 4.5} {
		mean, variance := moments(func() float64 { return d.gamma(shape) })
		between(t, "gamma mean", mean, 0.98, 1.02)
		between(t, "gamma variance", variance*shape, 0.95, 1.05)
	}
	mean, variance := moments(func() float64 { return d.inverseGamma(7) })
	between(t, "inverse gamma mean", mean, 0.99, 1.01)
	between(t, "inverse gamma variance", variance*5, 0.9, 1.1) // 1/(shape-2)
	mean, _ = moments(func() float64 { return float64(d.pick([]float64{0.2, 0.5, 0.3})) })
	between(t, "pick mean", mean, 1.09, 1.11)
}

// Neighbouring customers and seeds must not be related.
func TestResetScatters(t *testing.T) {
	d := newDice()
	for _, step := range [][2]uint64{{0, 1}, {1, 0}, {1, 1}} {
		product, n := 0.0, 20_000
		for i := range n {
			d.reset(1, uint64(i))
			a := d.Float64() - 0.5
			d.reset(1+step[0], uint64(i)+step[1])
			product += a * (d.Float64() - 0.5) * 12
		}
		between(t, "correlation", product/float64(n), -0.03, 0.03)
	}
}

func TestMixesSumToOne(t *testing.T) {
	sum := func(values []float64) (s float64) {
		for _, v := range values {
			s += v
		}
		return s
	}
	for i := range pullCount {
		between(t, "channel mix", sum(channelMix[i][:]), 1-1e-9, 1+1e-9)
	}
	for i := range segmentCount {
		between(t, "tastes", sum(tastes[i][:]), 1-1e-9, 1+1e-9)
	}
}

func TestText(t *testing.T) {
	for v, want := range map[int64]string{0: "0.00", 5: "0.05", -5: "-0.05", 1234567: "12345.67", -100: "-1.00"} {
		if got := string(appendCents(nil, v)); got != want {
			t.Errorf("%d cents are %s", v, got)
		}
	}
	for v, want := range map[uint32]string{0: "C0000001", 9_999_998: "C9999999", 9_999_999: "C10000000"} {
		if got := string(appendCustomer(nil, v)); got != want {
			t.Errorf("customer %d is %s", v, got)
		}
	}
	if got := quote(`a "b", c`); got != `"a ""b"", c"` {
		t.Errorf("quoted %s", got)
	}
}
