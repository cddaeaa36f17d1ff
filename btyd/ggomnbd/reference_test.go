package ggomnbd

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// On CDNOW customers do not age: the best Gompertz lifetimes are the limit b,
// β towards zero, the Pareto/NBD. CLVTools finds r 0.55313, α 10.5758 and
// -9594.9762; the figures below are the maximum of the Pareto/NBD, computed in
// 40 digit arithmetic, which the limit approaches with b.
func TestFitCDNOW(t *testing.T) {
	m, d, err := Fit(context.Background(), btyd.Compress(sample.NeedCDNOW(t).Histories), btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sample.CheckValues(t, []sample.Value{
		{Name: "r", Got: m.R, Want: 0.553277046853179573, Relative: 1e-5},
		{Name: "alpha", Got: m.Alpha, Want: 10.5776834633023143, Relative: 1e-5},
		{Name: "s", Got: m.S, Want: 0.606239989127825904, Relative: 1e-5},
		{Name: "beta/b", Got: m.Beta / m.B, Want: 11.6687352888549996, Relative: 1e-5},
		{Name: "log-likelihood", Got: d.LogLikelihood, Want: -9594.97617894, Relative: 1e-9},
	})
	if !d.Converged || !slices.Contains(d.Boundary, "b") || !slices.Contains(d.Boundary, "beta") {
		t.Errorf("state of the fit: %s", d.Summary())
	}
	if !strings.Contains(strings.Join(d.Warnings, "; "), "this is the Pareto/NBD with r 0.5533, alpha 10.58, s 0.6062, beta 11.67") {
		t.Errorf("warnings %q", d.Warnings)
	}
}

func history(x, tx, t float64) btyd.History { return btyd.History{X: x, Tx: tx, T: t} }

// The values were computed in 30 digit arithmetic (mpmath) from the definition
// of the model: quadrature over the time of death with the density of
// lifetimes as the paper gives it, and over the future rate of purchases. One
// of them was checked by integrating over η too.
func TestReferenceHistories(t *testing.T) {
	for _, c := range []struct {
		m Model
		h btyd.History
		// Log-likelihood, P(alive), purchases within 52, the same discounted
		// at 0.01, the chance of three of them.
		ll, alive, expected, discounted, three float64
	}{
		{Model{0.55, 10.58, 0.04, 0.6, 2}, history(2, 30.43, 38.86), -9.2386550346029847, 0.81692355572791051, 1.3224839657321246, 1.08158902895989, 0.077237624737277968},
		{Model{0.55, 10.58, 0.04, 0.6, 2}, history(0, 0, 39), -0.66738179606619943, 0.44188229380001648, 0.15381264282568708, 0.12579770257693177, 0.0076833174803221328},
		{Model{0.553, 10.578, 0.0002, 0.603, 0.0026}, history(2, 30.43, 38.86), -9.5061960519681749, 0.87265623474809625, 1.8662534688909975, 1.4817365000266023, 0.10500436457806741},
		{Model{0.553, 10.578, 1.0e-6, 0.60682, 1.2e-5}, history(1, 3, 38.86), -4.6337026780700162, 0.20423811300320266, 0.2647836465524607, 0.2102775367488206, 0.016499180106161275},
		{Model{2, 8, 0.08, 0.7, 5}, history(26, 30.857, 31), -34.668627684286194, 0.99371199881532112, 13.465129019377594, 11.614611762083923, 0.05097254554987085},
		{Model{2, 8, 0.08, 0.7, 5}, history(10, 20, 39), -21.271128821279303, 0.011787657889319237, 0.054146490873072799, 0.046841197597862484, 0.0011618080685590049},
		{Model{1.5, 6, 0.5, 0.05, 0.3}, history(7, 40, 60), -23.116881119268549, 0.1831052546622867, 0.68619856727842566, 0.56459681833046018, 0.019971658525759331},
		{Model{0.8, 4, 1.5, 2.5, 200}, history(3, 4, 6), -8.3064043760472638, 0.0007066450026949659, 7.2856010849908289e-5, 7.2659841161021397e-5, 7.7822750661044841e-7},
		{Model{0.8, 4, 0.02, 40, 900}, history(3, 20, 70), -13.258827025462075, 0.48244950367390094, 1.129378849624785, 0.89264346686208597, 0.070580173277280365},
		{Model{12, 30, 0.3, 0.9, 1}, history(50, 60, 180), -80.39614035759702, 4.5824322485994997e-37, 5.010768473196285e-37, 4.8318140215501248e-37, 3.0925727912211525e-38},
		{Model{0.05, 0.1, 20, 0.1, 20}, history(4, 100, 200), -219.60443568325629, 8.5401825066897869e-89, 8.6426134812827679e-91, 8.5996154042614606e-91, 1.538099744818154e-94},
		{Model{5, 100, 3, 0.01, 0.001}, history(500, 300, 320), -382.46329089066693, 4.7023542681469675e-10, 1.4886358004019288e-8, 1.23691578366381e-8, 1.0648313375984612e-11},
	} {
		var chances [6]float64
		o := c.m.Outlook(c.h, 52, 0.01, chances[:])
		sample.CheckValues(t, []sample.Value{
			{Name: "log-likelihood", Got: c.m.LogLikelihood(c.h), Want: c.ll, Relative: 1e-12},
			{Name: "alive", Got: o.Alive, Want: c.alive, Relative: 1e-10},
			{Name: "expected", Got: o.Expected, Want: c.expected, Relative: 1e-10},
			{Name: "discounted", Got: o.Discounted, Want: c.discounted, Relative: 1e-10},
			{Name: "three", Got: chances[3], Want: c.three, Relative: 1e-8},
		})
	}
}

func TestReferenceValues(t *testing.T) {
	m := Model{R: 0.55, Alpha: 10.58, B: 0.04, S: 0.6, Beta: 2}
	quick := Model{R: 2, Alpha: 8, B: 0.08, S: 0.7, Beta: 5}
	sudden := Model{R: 0.8, Alpha: 4, B: 1.5, S: 2.5, Beta: 200}
	sample.CheckValues(t, []sample.Value{
		{Name: "new customer", Got: m.ExpectedNewCustomer(52), Want: 1.8551316427073523},
		{Name: "new customer, far", Got: quick.ExpectedNewCustomer(300), Want: 7.9930483880315687},
		{Name: "DERT", Got: m.DERT(history(2, 30.43, 38.86), 0.0027), Want: 1.6889974253772571},
		{Name: "DERT, undiscounted", Got: m.DERT(history(2, 30.43, 38.86), 0), Want: 1.8846086856360491},
		{Name: "DERT, sudden death", Got: sudden.DERT(history(0, 0, 0), 0.1), Want: 0.46964577188626144},
		{Name: "count", Got: m.ProbabilityOf(0, 39), Want: 0.51305009060859847},
		{Name: "count", Got: m.ProbabilityOf(3, 39), Want: 0.061936438045585498},
		{Name: "count", Got: quick.ProbabilityOf(10, 30), Want: 0.033067633592689952},
		{Name: "count", Got: quick.ProbabilityOf(40, 100), Want: 0.0011353430321531894},
		{Name: "count, sudden death", Got: sudden.ProbabilityOf(2, 6), Want: 0.074825089996436764},
	})
}

// With β = 1 and a constant hazard sb, nobody ages and nobody differs.
func TestConstantHazard(t *testing.T) {
	m := Model{R: 0.55, Alpha: 10.58, B: 0.02, S: 1.5, Beta: 1}
	rate := m.S * m.B
	for _, u := range []float64{0.1, 10, 300, 5e4} {
		sample.CheckValues(t, []sample.Value{
			{Name: "survival", Got: m.Survival(u), Want: math.Exp(-rate * u)},
			{Name: "new customer", Got: m.ExpectedNewCustomer(u), Want: -m.R / m.Alpha * math.Expm1(-rate*u) / rate},
		})
	}
}

// Customers whose hazard rises and falls with age have the survival that the
// definition gives, in ages at which e^(bu) is no number, too.
func TestSurvivalFarOut(t *testing.T) {
	for _, beta := range []float64{1e-3, 1, 200} {
		m := Model{R: 1, Alpha: 1, B: 2, S: 0.01, Beta: beta}
		for _, u := range []float64{200, 299, 301, 400} {
			want := m.S * (math.Log(beta) - m.B*u)
			sample.CheckValues(t, []sample.Value{{Name: "survival", Got: math.Log(m.Survival(u)), Want: want, Relative: 1e-12}})
		}
	}
}

func TestValidate(t *testing.T) {
	if err := (Model{R: 1, Alpha: 1, B: 0, S: 1, Beta: 1}).Validate(); !errors.Is(err, btyd.ErrInvalidStart) || !strings.Contains(err.Error(), "b = 0") {
		t.Errorf("b = 0: %v", err)
	}
}
