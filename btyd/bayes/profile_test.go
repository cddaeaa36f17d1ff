package bayes

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
)

// poissons are two independent Poisson counts.
type poissons [2]counts

func (poissons) Names() []string { return []string{"first", "second"} }
func (p poissons) LogLikelihood(v, g []float64) float64 {
	return p[0].LogLikelihood(v[:1], g[:1]) + p[1].LogLikelihood(v[1:], g[1:])
}

// The ends solve 2 (7 ln(7/4v) - 7 + 4v) = 3.84146 for a count of 7 in 4
// units, and the same for 2 in 1; found by bisection below.
func TestProfileOfPoissonRates(t *testing.T) {
	data := poissons{{total: 7, n: 4}, {total: 2, n: 1}}
	got, err := Profile(context.Background(), data, []float64{1, 1}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range data {
		peak := c.total / c.n
		fall := func(v float64) float64 {
			return 2*(c.total*math.Log(peak/v)-c.total+c.n*v) - 3.841458820694124
		}
		for _, side := range []struct{ out, got float64 }{{peak / 1e3, got[i].Low}, {peak * 1e3, got[i].High}} {
			in, out := peak, side.out
			for range 100 {
				if mid := math.Sqrt(in * out); fall(mid) > 0 {
					out = mid
				} else {
					in = mid
				}
			}
			if math.Abs(side.got/in-1) > 1e-5 {
				t.Errorf("%s: end %.8g, want %.8g", got[i].Name, side.got, in)
			}
		}
	}
}

// ridge tells the product of two parameters only, and has a mild preference
// for the ratio that never grows strong: the sides are open.
type ridge struct{}

func (ridge) Names() []string { return []string{"a", "b"} }
func (ridge) LogLikelihood(p, g []float64) float64 {
	z, y := math.Log(p[0]*p[1]), math.Log(p[0]/p[1])
	dz, dy := -100*z, -0.1*y/math.Pow(1+y*y, 1.5)
	g[0], g[1] = (dz+dy)/p[0], (dz-dy)/p[1]
	return -50*z*z + 0.1/math.Sqrt(1+y*y)
}

func TestProfileOfAnOpenSide(t *testing.T) {
	got, err := Profile(context.Background(), ridge{}, []float64{1.001, 1}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range got {
		if i.Low != 0 || !math.IsInf(i.High, 1) {
			t.Errorf("%+v", i)
		}
	}
}

func TestProfileRefuses(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		l        Likelihood
		estimate []float64
		level    float64
		want     error
	}{
		{counts{7, 4}, []float64{1, 2}, 0.95, btyd.ErrInvalidStart},
		{counts{7, 4}, []float64{-1}, 0.95, btyd.ErrInvalidStart},
		{counts{7, 4}, []float64{1}, 1, btyd.ErrInvalidStart},
		{counts{7, 0}, []float64{1}, 0.95, btyd.ErrNotConverged},
	} {
		if _, err := Profile(ctx, c.l, c.estimate, c.level); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
