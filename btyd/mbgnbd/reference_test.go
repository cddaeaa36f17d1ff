package mbgnbd

import (
	"context"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// Reference maxima and values were computed independently in 25 to 40 digit
// arithmetic; the published estimates .525 6.183 .891 1.614
// agree to the digits printed.

func history(x, tx, t float64) btyd.History { return btyd.History{X: x, Tx: tx, T: t} }

func TestFitCDNOW(t *testing.T) {
	exact := sample.NeedCDNOW(t)
	_, d, err := Fit(context.Background(), btyd.Compress(exact.Histories), btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Rows != 1016 {
		t.Errorf("%d distinct rows, want 1016", d.Rows)
	}
	sample.CheckFit(t, d, sample.Reference{
		Estimate:      []float64{0.524843159106297583, 6.18308527957600497, 0.891359390732215839, 1.61400224017034386},
		StdErr:        []float64{0.0832682065797706955, 0.695620642509019395, 0.154789927777742755, 0.537494798239805113},
		LogLikelihood: -9582.13571555374954,
	})
}

func TestFitRoundedCDNOW(t *testing.T) {
	rounded := sample.NeedRoundedCDNOW(t)
	_, d, err := Fit(context.Background(), btyd.Compress(rounded), btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sample.CheckFit(t, d, sample.Reference{
		Estimate:      []float64{0.524837983665595109, 6.18299201967209692, 0.891356155331535782, 1.61399933473050115},
		StdErr:        []float64{0.0832640646136006051, 0.69559793285492451, 0.154785311403221628, 0.537472360548408857},
		LogLikelihood: -9582.13268489990391,
	})
}

func TestReferenceValues(t *testing.T) {
	m := Model{R: 0.525, Alpha: 6.183, A: 0.891, B: 1.614}
	stable := Model{R: 0.25, Alpha: 4, A: 0.8, B: 2.5}
	values := []sample.Value{
		{Name: "expected", Got: m.ExpectedPurchases(history(2, 30.43, 38.86), 39), Want: 1.26296062326736568},
		{Name: "alive", Got: m.ProbabilityAlive(history(0, 0, 39)), Want: 0.389347648663597204},
		{Name: "alive", Got: m.ProbabilityAlive(history(2, 30.43, 38.86)), Want: 0.706202265118487276},
		{Name: "new customer", Got: m.ExpectedNewCustomer(0.1429), Want: 0.00778312371554849137},
		{Name: "new customer", Got: m.ExpectedNewCustomer(1), Want: 0.0530847952637018382},
		{Name: "new customer", Got: m.ExpectedNewCustomer(3), Want: 0.150863288606641157},
		{Name: "new customer", Got: m.ExpectedNewCustomer(31.8571), Want: 1.03404210002867494},
		{Name: "new customer", Got: m.ExpectedNewCustomer(32), Want: 1.03718283242863451},
		{Name: "new customer", Got: m.ExpectedNewCustomer(78), Want: 1.80475757755314166},
		{Name: "new customer", Got: m.ExpectedNewCustomer(6), Want: 0.281360223983024059},
		{Name: "log-likelihood", Got: Model{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}.LogLikelihood(history(4, 30.7, 38.9)), Want: -15.4874360778924646},
		{Name: "log-likelihood, frequent", Got: stable.LogLikelihood(history(200, 38, 40)), Want: 100.786909760991327},
		{Name: "log-likelihood, none", Got: stable.LogLikelihood(history(0, 0, 40)), Want: -0.417928262044980372},
	}
	sample.CheckValues(t, values)
}
