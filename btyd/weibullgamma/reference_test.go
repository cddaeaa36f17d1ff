package weibullgamma

import (
	"context"
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
	"github.com/perennial-clv/perennial/btyd/tenure"
)

// Values computed from the definitions in 22 digit arithmetic: integrals by
// tanh-sinh quadrature, the maximum as the root of the gradient.
func TestReferenceValues(t *testing.T) {
	for _, c := range []struct {
		m    Model
		want []float64
	}{
		{Model{0.8, 5, 1}, []float64{-0.97902034529769256, 0.75890976979154657, 0.047058823529411765, 0.017679009613668369, 2.8090365280649531, 9.5507241954208405, math.Inf(1), math.Inf(1), 10.532487128270551, 16.364507073317489, 17.866513429686001, 33.826817986011192, -3.5651479087464232}},
		{Model{2.5, 30, 1}, []float64{-0.84118059155303233, 0.68019435901656842, 0.059523809523809524, 0.025666735141172151, 4.6004732334555943, 6.440662526837832, 20.0, 28.0, 11.718266750000779, 13.786008099761521, 14.896869728712494, 19.257969027493191, -3.3496516205772305}},
		{Model{1, 10, 1}, []float64{-0.78845736036427017, 0.75862068965517241, 0.045454545454545455, 0.020661157024793388, 4.2857142857142857, 9.4285714285714286, math.Inf(1), math.Inf(1), 12.237754316221157, 16.227176748877141, 20.146425447084517, 31.399091552739087, -3.5430275771013731}},
		{Model{0.9, 50, 1.3}, []float64{-0.36838269160289981, 0.80385645730254025, 0.032749703726427921, 0.022657959973882138, 11.643221153133815, 11.891637238421383, 125.89528424373172, 167.27623141649285, 17.097832866036638, 17.244463897833779, 29.673759086740898, 32.689176970884838, -3.6842384542772198}},
		{Model{3, 20, 0.7}, []float64{-0.75159008837194271, 0.78488805532314693, 0.038782081609179656, 0.018290251946285767, 3.7553351453239958, 10.851328474754394, 40.70509551315942, 69.894352426704035, 12.379850494257716, 16.835976871582566, 20.324612449297278, 31.02893341800223, -3.6295595174212813}},
		{Model{1.2, 10000, 2.5}, []float64{-0.058414547570147646, 0.88962840545627971, 0.011878242683329699, 0.011204257423218387, 26.043091030661777, 15.957258788980882, 44.788750501932492, 34.972003693598388, 22.025675310396523, 18.720128921192004, 32.950825855460568, 26.086849770936747, -4.4876275767621869}},
	} {
		m := c.m
		life, _ := m.ExpectedLifetime()
		residual, _ := m.ExpectedResidualLifetime(12)
		for i, v := range []struct {
			name string
			got  float64
		}{
			{"ln S(12)", m.LogSurvival(12)}, {"S(7) given 12", m.SurvivalGiven(12, 7)}, {"hazard", m.Hazard(12)}, {"density", m.Density(12)},
			{"quantile", m.Quantile(0.3)}, {"quantile given 12", m.QuantileGiven(12, 0.3)}, {"lifetime", life}, {"residual lifetime", residual},
			{"mean of 24", m.RestrictedMean(24)}, {"mean of 24 given 12", m.RestrictedMeanGiven(12, 24)},
			{"DEL", m.DEL(0.01)}, {"DERL", m.DERL(0.01, 12)},
			{"log-likelihood", m.LogLikelihood(tenure.Observation{Entry: 4, Exit: 12, Lost: true})},
		} {
			if want := c.want[i]; v.got != want {
				sample.CheckValues(t, []sample.Value{{Name: v.name, Got: v.got, Want: want, Relative: 2e-13}})
			}
		}
	}
}

// observed are simulated tenures with delayed entry and censoring.
var observed = tenure.Rows{
	Entry: []float64{0, 0, 0, 0, 3, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 3, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 3, 3, 0, 3, 1, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0},
	Exit: []float64{24, 2.9, 8.4, 24, 5.6, 4.4, 2.1, 4.4, 3.8, 28.8, 1.7, 13.6, 2.7, 2.8, 39.8, 18.9, 6.6, 6.7, 17.7, 3.5, 3.9, 48, 4.2, 6.2, 7.2, 12.9, 1.1, 11.2, 3.5, 7.7, 2.2, 13.9,
		4.3, 15.0, 99, 11.1, 3.5, 1.5, 3.9, 2.8, 9.5, 25.4, 64.6, 44.7, 99, 2.0, 4.4, 2.1, 48.9, 1.3, 18.5, 2.0, 32.0, 49, 0.3, 2.2, 7.9, 1.5, 5.8, 7.3, 90.3, 21.7, 3.9, 3.9},
	Lost: []bool{false, true, true, false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, true, true,
		true, true, false, true, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, false, true, true, true, true, true, true, true, true, true, true},
	W: []float64{1, 2, 3, 1, 1, 1, 2, 2, 1, 2, 1, 1, 1, 3, 3, 3, 1, 2, 3, 1, 2, 2, 2, 1, 1, 2, 1, 1, 1, 3, 2, 2, 3, 1, 1, 3, 2, 2, 3, 3, 3, 3, 2, 1, 3, 3, 2, 3, 1, 3, 1, 1, 1, 2, 2, 1, 2, 2, 3, 3, 1, 3, 2, 2},
}

func TestReferenceFit(t *testing.T) {
	_, d, err := Fit(context.Background(), observed, btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sample.CheckFit(t, d, sample.Reference{
		Estimate:      []float64{0.32819056866139043, 7.6051059727704766, 2.3073139032403319},
		StdErr:        []float64{0.1030163774984846, 2.6840852179738882, 0.49951912871806095},
		LogLikelihood: -395.8403377484292,
	})
}
