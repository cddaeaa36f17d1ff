package models

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd/paretonbd"
	"github.com/perennial-clv/perennial/btyd/saved"
	"github.com/perennial-clv/perennial/internal/value"
)

// advertised is a summary in which half the customers came by an advertisement that
// brings buyers of twice the rate, and noise says nothing.
func advertised(t *testing.T, n int) Summary {
	base, bought := paretonbd.Model{R: 0.8, Alpha: 8, S: 0.9, Beta: 15}, paretonbd.Model{R: 0.8, Alpha: 4, S: 0.9, Beta: 15}
	rng := rand.New(rand.NewPCG(7, 8))
	var out strings.Builder
	fmt.Fprintln(&out, "x,t_x,T,monetary_value,paid,noise")
	for i := range n {
		m := base
		if i%2 == 1 {
			m = bought
		}
		T := 30 + 40*rng.Float64()
		times := m.Simulate(rng, T)
		tx, money := 0.0, 0.0
		if len(times) > 0 {
			tx, money = times[len(times)-1], 30*math.Exp(0.6*rng.NormFloat64()+0.5*rng.NormFloat64()/math.Sqrt(float64(len(times))))
		}
		fmt.Fprintf(&out, "%d,%v,%v,%v,%d,%v\n", len(times), tx, T, money, i%2, rng.Float64())
	}
	s, err := ReadSummary(strings.NewReader(out.String()), "shop.csv", "paid", "noise")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCovariatesAreFoundAndForetold(t *testing.T) {
	s := advertised(t, 4000)
	for _, name := range []string{value.BGNBD, value.MBGNBD, value.ParetoNBD} {
		c, doc, err := FitCovariates(context.Background(), name, s, Covariates{Purchase: []string{"paid", "noise"}}, "week")
		if err != nil {
			t.Fatal(name, err)
		}
		paid, noise := c.Coefficients[0], c.Coefficients[1]
		if paid.Process != "purchase" || paid.Covariate != "paid" || paid.Factor != math.Exp(paid.Estimate) {
			t.Errorf("%s: %+v", name, paid)
		}
		if math.Abs(paid.Estimate-math.Ln2) > 4**paid.StdErr || math.Abs(noise.Estimate) > 4**noise.StdErr {
			t.Errorf("%s: paid %g ± %g, truth %g; noise %g ± %g", name, paid.Estimate, *paid.StdErr, math.Ln2, noise.Estimate, *noise.StdErr)
		}
		if want := 2 * (c.Fit.LogLikelihood - c.Without.LogLikelihood); c.Ratio == nil || c.Ratio.Degrees != 2 || math.Abs(c.Ratio.Statistic-want) > 1e-9 || c.Ratio.P > 1e-6 {
			t.Errorf("%s: %+v, want a statistic of %g", name, c.Ratio, want)
		}
		if names := Wanted(doc); len(names) != 2 || names[0] != "noise" || names[1] != "paid" {
			t.Errorf("%s: predictions need %v", name, names)
		}
		foretold(t, doc, s, paid, noise)
	}
}

// foretold checks a prediction of the Pareto/NBD against the plain model with
// the customer's own parameters.
func foretold(t *testing.T, doc saved.Document, s Summary, paid, noise value.Coefficient) {
	var out bytes.Buffer
	if err := Predict(context.Background(), &out, doc, s, Asking{Horizon: 26}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(rows) != 4001 {
		t.Fatal(len(rows), err)
	}
	if saved.NameOf(doc.Model) != "pareto-nbd-covariates" {
		return
	}
	p := doc.Model.Parameters()
	for _, i := range []int{0, 1, 17} {
		own := paretonbd.Model{R: p[0], Alpha: p[1] * math.Exp(-paid.Estimate*s.Covariates["paid"][i]-noise.Estimate*s.Covariates["noise"][i]), S: p[2], Beta: p[3]}
		got, _ := strconv.ParseFloat(rows[i+1][1], 64)
		if want := own.ExpectedPurchases(s.Histories[i], 26); math.Abs(got-want) > 1e-9*want {
			t.Errorf("customer %d: %g, want %g", i, got, want)
		}
	}
	s.Covariates = nil
	if err := Predict(context.Background(), &out, doc, s, Asking{Horizon: 26}); err == nil || !strings.Contains(err.Error(), `lacks the covariate "paid"`) {
		t.Errorf("predicted without covariates: %v", err)
	}
}

func TestCovariatesOfSpend(t *testing.T) {
	s := advertised(t, 3000)
	c, doc, err := FitCovariates(context.Background(), value.GammaGamma, s, Covariates{Purchase: []string{"paid"}}, "week")
	if err != nil {
		t.Fatal(err)
	}
	if k := c.Coefficients[0]; k.Process != "spend" || math.Abs(k.Estimate) > 4**k.StdErr {
		t.Errorf("%+v for a covariate that moves nothing", k)
	}
	var out bytes.Buffer
	if err := Predict(context.Background(), &out, doc, s, Asking{Horizon: 1}); err != nil || strings.Count(out.String(), "\n") != 3001 {
		t.Errorf("%v", err)
	}
}

func TestCovariatesThatCannotBeFitted(t *testing.T) {
	s := advertised(t, 200)
	s.Covariates["same"] = make([]float64, 200)
	for _, c := range []struct {
		name, model string
		ask         Covariates
		says        string
	}{
		{"another model", value.NBD, Covariates{Purchase: []string{"paid"}}, "does not take covariates"},
		{"a constant", value.BGNBD, Covariates{Purchase: []string{"same"}}, "BG/NBD with covariates could not be fitted"},
		{"twice", value.ParetoNBD, Covariates{Purchase: []string{"paid", "paid"}}, "could not be fitted"},
		{"dropout of spend", value.GammaGamma, Covariates{Dropout: []string{"paid"}}, "has no dropout"},
		{"a penalty without end", value.BGNBD, Covariates{Purchase: []string{"paid"}, L2: math.Inf(1)}, "a penalty of +Inf"},
	} {
		if _, _, err := FitCovariates(context.Background(), c.model, s, c.ask, "week"); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", c.name, err, c.says)
		}
	}
	penalised, _, err := FitCovariates(context.Background(), value.BGNBD, s, Covariates{Purchase: []string{"paid"}, L2: 1}, "week")
	if err != nil || penalised.Ratio != nil || len(penalised.Fit.Warnings) == 0 {
		t.Errorf("with a penalty: %+v, %v", penalised, err)
	}
}
