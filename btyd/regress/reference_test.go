package regress

import (
	"context"
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// The figures below were computed with SciPy from the published likelihoods
// (Pareto/NBD by its hypergeometric functions), Nelder-Mead followed by Newton
// steps by differences, in double precision. The data are CDNOW in exact weeks.
// The covariates are functions of the age T, so that anybody can make them: one
// for an age of 35 weeks or more, and (T - 33)/5. Both act on purchases, the
// first on dropout; both act on spend.
var references = map[string]struct {
	logLikelihood     float64
	estimate, stdErrs []float64
}{
	"bgnbd": {-9581.774396467,
		[]float64{0.242254931, 4.20689007, 0.921683758, 2.81242909, -0.13589156, 0.0788556448, -0.421614723},
		[]float64{0.0125371, 0.45829, 0.272266, 0.969359, 0.192369, 0.132975, 0.451066}},
	"mbgnbd": {-9581.224527660,
		[]float64{0.528023388, 5.80349943, 0.971769809, 1.74403033, -0.190853993, 0.123044888, -0.256528082},
		[]float64{0.0852548, 0.747317, 0.203884, 0.63264, 0.184973, 0.127462, 0.285447}},
	"paretonbd": {-9594.516269114,
		[]float64{0.552780524, 10.28197, 0.619218155, 11.3905568, -0.08091893, 0.0484936443, -0.174191622},
		[]float64{0.0477038, 0.962493, 0.197859, 6.25856, 0.148202, 0.0982181, 0.214679}},
	"gammagamma": {-4055.004424731,
		[]float64{6.29009514, 3.74474816, 14.9927255, 0.0729797543, -0.0122236863},
		[]float64{1.20272, 0.289822, 4.05445, 0.0739902, 0.0516936}},
}

func TestReferences(t *testing.T) {
	cdnow := sample.NeedCDNOW(t)
	early, age := covariatesOf(cdnow.Histories)
	data := Data{Rows: sample.Columns(cdnow.Histories),
		Purchase: [][]float64{early, age}, PurchaseNames: []string{"early", "age"},
		Dropout: [][]float64{early}, DropoutNames: []string{"early"}}
	_, bg := mustFit[bgnbd.Model](t, data, Options{})
	_, mbg := mustFit[mbgnbd.Model](t, data.Compress(), Options{})
	_, pareto := mustFit[paretonbd.Model](t, data, Options{})
	agrees(t, "bgnbd", bg)
	agrees(t, "mbgnbd", mbg)
	agrees(t, "paretonbd", pareto)

	var repeated []btyd.History
	for _, h := range cdnow.Histories {
		if h.X > 0 {
			repeated = append(repeated, h)
		}
	}
	early, age = covariatesOf(repeated)
	_, spend, err := FitSpend(context.Background(),
		SpendData{Rows: cdnow.Spend, Covariates: [][]float64{early, age}, Names: []string{"early", "age"}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	agrees(t, "gammagamma", spend)
}

func covariatesOf(histories []btyd.History) (early, age []float64) {
	for _, h := range histories {
		old := 0.0
		if h.T >= 35 {
			old = 1
		}
		early, age = append(early, old), append(age, (h.T-33)/5)
	}
	return early, age
}

func agrees(t *testing.T, name string, d btyd.Diagnostics) {
	t.Helper()
	want := references[name]
	if math.Abs(d.LogLikelihood-want.logLikelihood) > 1e-7 {
		t.Errorf("%s: log-likelihood %.9f, want %.9f", name, d.LogLikelihood, want.logLikelihood)
	}
	for i, p := range d.Names {
		if math.Abs(d.Estimate[i]-want.estimate[i]) > 2e-6*want.stdErrs[i] {
			t.Errorf("%s: %s = %.9g, want %.9g", name, p, d.Estimate[i], want.estimate[i])
		}
		if math.Abs(d.StdErr[i]/want.stdErrs[i]-1) > 1e-5 {
			t.Errorf("%s: standard error of %s = %.6g, want %.6g", name, p, d.StdErr[i], want.stdErrs[i])
		}
	}
}
