package bdw

import (
	"context"
	"math"
	"strconv"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
	"github.com/perennial-clv/perennial/btyd/sbg"
)

// Survivors of a thousand customers as printed in Fader and Hardie 2007.
// The maxima were found independently by a search without derivatives, hence
// the tolerance of the parameters.
var (
	regular = []float64{1000, 631, 468, 382, 326, 289, 262, 241}
	highEnd = []float64{1000, 869, 743, 653, 593, 551, 517, 491}
)

func TestReferenceFits(t *testing.T) {
	for name, c := range map[string]struct {
		survivors     []float64
		want          Model
		logLikelihood float64
		survival      []float64
	}{
		"regular, 5 years": {regular[:5], Model{0.523029310989228, 0.8942826582084183, 1.196398709488323}, -1401.383051678618, []float64{
			1, 0.6309709348709446, 0.4684130787005594, 0.3812137988723203, 0.3260453295819684, 0.2875394546953837, 0.2588858406446159,
			0.23658515096494342, 0.21864429307519057, 0.20383907012141994, 0.1913729375339972, 0.18070350984669373, 0.17144763759868195,
		}},
		"regular, 8 years": {regular, Model{0.4556139799570763, 0.7793254772550902, 1.2834513218817092}, -1679.6028329071778, []float64{
			1, 0.6310637114263, 0.46744532441319503, 0.3815444716137517, 0.3277044026406488, 0.2902697255392686, 0.2624471527730667,
			0.2407905887449181, 0.22335316740204061, 0.20894541668525754, 0.19679609968272113, 0.18638127954258132, 0.17733139284324884,
		}},
		"high end, 5 years": {highEnd[:5], Model{0.25933577410825187, 1.7225517592824502, 1.5843613685208653}, -1222.7493182408216, []float64{
			1, 0.8691470783588973, 0.7419286325494667, 0.6547847156520735, 0.5929332535630706, 0.5466108313021555, 0.5103694041384224,
			0.481044743420538, 0.45668880529320777, 0.43603729594402885, 0.4182323306599063, 0.4026697712352632, 0.38891072667086113,
		}},
		"high end, 8 years": {highEnd, Model{0.2142533224810253, 1.4265747700630422, 1.72356492129207}, -1605.3142132141925, []float64{
			1, 0.8694236626892277, 0.7403651910386766, 0.6552886484148924, 0.5961616911994067, 0.5523298921588004, 0.5182001295172647,
			0.4906370667104374, 0.46775237606282943, 0.4483379116129465, 0.43158174406759703, 0.4169158803135437, 0.40392959526744243,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			_, d, err := Fit(context.Background(), []sbg.Cohort{sbg.FromSurvivors(c.survivors...)}, btyd.Options{})
			if err != nil || !d.Converged || !d.HessianPositiveDefinite || len(d.Boundary) > 0 {
				t.Fatalf("%s, %v", d.Summary(), err)
			}
			if math.Abs(d.LogLikelihood-c.logLikelihood) > 1e-6 {
				t.Errorf("log-likelihood %.12g, want %.12g", d.LogLikelihood, c.logLikelihood)
			}
			for i, want := range c.want.Parameters() {
				sample.CheckValues(t, []sample.Value{{Name: d.Names[i], Got: d.Estimate[i], Want: want, Relative: 1e-5}})
			}
			for n, want := range c.survival {
				sample.CheckValues(t, []sample.Value{{Name: "survival " + strconv.Itoa(n), Got: c.want.Survival(n), Want: want}})
			}
		})
	}
}

// TestShiftedBetaGeometric: with c = 1 the models are the same.
func TestShiftedBetaGeometric(t *testing.T) {
	for _, p := range []sbg.Model{{Alpha: 0.7, Beta: 1.2}, {Alpha: 3.8, Beta: 15.2}, {Alpha: 0.067, Beta: 0.267}, {Alpha: 40, Beta: 0.3}, {Alpha: 9, Beta: 7000}} {
		m := Model{A: p.Alpha, B: p.Beta, C: 1}
		var values []sample.Value
		same := func(name string, got, want float64) {
			values = append(values, sample.Value{Name: name, Got: got, Want: want})
		}
		for n := range 40 {
			same("survival", m.Survival(n), p.Survival(n))
			same("retention", m.Retention(n), p.Retention(n))
			same("churn", m.ProbabilityOfChurn(n), p.ProbabilityOfChurn(n))
			same("survival given", m.SurvivalGiven(n, 7), p.SurvivalGiven(n, 7))
			same("DERL", m.DERL(0.1, n), p.DERL(0.1, n))
		}
		for _, d := range []float64{1e-6, 1e-4, 1e-3, 0.01, 0.1, 1, 1e3} {
			same("DEL at "+strconv.FormatFloat(d, 'g', -1, 64), m.DEL(d), p.DEL(d))
			same("DERL", m.DERL(d, 25), p.DERL(d, 25))
		}
		if want := p.ExpectedLifetime(); math.IsInf(want, 1) {
			if got := m.ExpectedLifetime(); !math.IsInf(got, 1) {
				t.Errorf("%+v: lifetime %g", p, got)
			}
		} else {
			same("lifetime", m.ExpectedLifetime(), want)
		}
		sample.CheckValues(t, values)
	}
}
