package bgbb

import (
	"context"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// Reference maxima and values were computed independently in 25 digit
// arithmetic, or by the R package BTYD where the name says so; the figures
// published in the paper agree to the digits they print.

func history(x, tx, n float64) btyd.History { return btyd.History{X: x, Tx: tx, T: n} }

// open looks for a file of public data under $PERENNIAL_SHARED, or under a
// folder named shared beside one of the folders above.
func open(name string) (*os.File, error) {
	if root := os.Getenv("PERENNIAL_SHARED"); root != "" {
		return os.Open(filepath.Join(root, name))
	}
	dir, err := os.Getwd()
	for err == nil {
		if f, e := os.Open(filepath.Join(dir, "shared", name)); e == nil {
			return f, nil
		}
		if filepath.Dir(dir) == dir {
			return nil, os.ErrNotExist
		}
		dir = filepath.Dir(dir)
	}
	return nil, err
}

// donations are the 1995 cohort of donors of the paper, or the test is
// skipped.
func donations(t *testing.T) btyd.Rows {
	t.Helper()
	f, err := open("data/subscriptions/donations_bgbb.csv")
	if err != nil {
		t.Skip("the donations are not at hand; set PERENNIAL_SHARED to the folder that has data/subscriptions/donations_bgbb.csv")
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var histories []btyd.History
	for _, line := range lines[1:] {
		var v [3]float64
		for i := range v {
			if v[i], err = strconv.ParseFloat(line[i+1], 64); err != nil {
				t.Fatal(err)
			}
		}
		histories = append(histories, history(v[0], v[1], v[2]))
	}
	rows := btyd.Compress(histories)
	if rows.Len() != 22 || rows.Customers() != 11104 || rows.Repeats() != 24615 {
		t.Fatalf("donations: %d rows of %g donors with %g repeats", rows.Len(), rows.Customers(), rows.Repeats())
	}
	return rows
}

// best is the maximum on the donations.
var best = Model{Alpha: 1.20352235160191393, Beta: 0.749716358172938893, Gamma: 0.656718208441832434, Delta: 2.78344223257738075}

func TestFitDonations(t *testing.T) {
	rows := donations(t)
	_, d, err := Fit(context.Background(), rows, btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sample.CheckFit(t, d, sample.Reference{
		Estimate:      []float64{1.20352235160191393, 0.749716358172938893, 0.656718208441832434, 2.78344223257738075},
		StdErr:        []float64{0.0693913624435173084, 0.029447716665984732, 0.0510098592046479081, 0.320819004511324761},
		LogLikelihood: -33225.5812743470068,
	})
	five := 0.0
	var donors, later [7]float64 // by number of gifts
	for i, x := range rows.X {
		e := rows.W[i] * best.ExpectedPurchases(history(x, rows.Tx[i], rows.T[i]), 5)
		five += e
		donors[int(x)] += rows.W[i]
		later[int(x)] += e
	}
	for x, want := range []float64{0.07286318, 0.3248841, 0.7089417, 1.333666, 2.031203, 2.784482, 3.752500} {
		sample.CheckValues(t, []sample.Value{
			{Name: "expected after gifts, printed by BTYD " + strconv.Itoa(x), Got: later[x] / donors[x], Want: want, Relative: 1e-4},
		})
	}
	sample.CheckValues(t, []sample.Value{
		{Name: "expected in five years", Got: five, Want: 12884.156848818623},
		{Name: "donors without, printed", Got: rows.Customers() * best.ProbabilityOf(0, 6), Want: 3454.9, Relative: 2e-5},
		{Name: "donors with all, printed", Got: rows.Customers() * best.ProbabilityOf(6, 6), Want: 1253.1, Relative: 5e-5},
	})
	for _, start := range [][]float64{{1, 1, 1, 1}, {5, 0.1, 0.1, 50}} {
		_, again, err := Fit(context.Background(), rows, btyd.Options{Start: start})
		if err != nil || math.Abs(again.LogLikelihood-d.LogLikelihood) > 1e-8 {
			t.Errorf("from %v: %s, %v", start, again.Summary(), err)
		}
	}
}

func TestReferenceValues(t *testing.T) {
	m := Model{Alpha: 1.20, Beta: 0.75, Gamma: 0.66, Delta: 2.78}
	h := history(3, 4, 6)
	p, theta := m.PosteriorMeans(h)
	values := []sample.Value{
		{Name: "log-likelihood", Got: m.LogLikelihood(h), Want: -5.06086817507057493},
		{Name: "log-likelihood, bgbb_lib", Got: Model{0.1, 0.1, 0.2, 0.3}.LogLikelihood(history(3, 4, 5)), Want: -6.31032992, Relative: 1e-8},
		{Name: "alive", Got: m.ProbabilityAlive(h), Want: 0.438343854584901478},
		{Name: "alive at the last", Got: m.ProbabilityAliveAt(h, 0), Want: 0.471294531581033025},
		{Name: "DERT", Got: m.DERT(h, 0.1), Want: 1.62137918584261673},
		{Name: "alive, best", Got: best.ProbabilityAlive(history(0, 0, 6)), Want: 0.108133281864669217},
		{Name: "alive, best", Got: best.ProbabilityAlive(history(2, 4, 6)), Want: 0.589657184782566264},
		{Name: "alive, best", Got: best.ProbabilityAlive(history(6, 6, 6)), Want: 0.930433575515488864},
		{Name: "expected, best", Got: best.ExpectedPurchases(history(0, 0, 6), 10), Want: 0.130218088403300572},
		{Name: "expected, best", Got: best.ExpectedPurchases(history(4, 5, 6), 10), Want: 3.62796765623605258},
		{Name: "posterior p, BTYD", Got: p, Want: 0.611927074713815},
		{Name: "posterior θ, BTYD", Got: theta, Want: 0.13483252721041},
		{Name: "new customer, BTYD", Got: m.ExpectedNewCustomer(10), Want: 3.16499022002029},
	}
	each := func(name string, want []float64, got func(i int) float64) {
		for i, w := range want {
			values = append(values, sample.Value{Name: name + " " + strconv.Itoa(i), Got: got(i), Want: w})
		}
	}
	each("expected", []float64{
		0.231577885441080026, 0.448515789618643499, 0.652938045478270618, 0.846514747570425558, 1.03058545089912646,
		1.20624295033607234, 1.37439177427895187, 1.53579009799054793, 1.69108045761672807, 1.84081270241897769,
	}, func(i int) float64 { return m.ExpectedPurchases(h, i+1) })
	each("alive, BTYD", []float64{
		0.0691880918525253, 0.253795626051992, 0.48008913150232, 0.679247777674162, 0.82738630252903, 0.930084745762711,
	}, func(i int) float64 { return m.ProbabilityAlive(history(1, float64(i+1), 6)) })
	each("DERT, BTYD", []float64{
		1.80204479861418, 2.62115607071153, 3.44026734280889, 4.25937861490624, 5.0784898870036, 5.89760115910094,
	}, func(i int) float64 { return m.DERT(history(float64(i+1), 6, 6), 0.1) })
	each("of, BTYD", []float64{
		0.312683461441708, 0.170395489876614, 0.121430220889597, 0.100047151206599, 0.0913243972259934, 0.0920213485227384, 0.11209793083675,
	}, func(i int) float64 { return m.ProbabilityOf(i, 6) })
	each("between, BTYD", []float64{
		0.0516349622605503, 0.0430095733944717, 0.0380617975963371, 0.0350768226429318, 0.0333548816094672,
		0.0325963963058539, 0.0327424900452246, 0.0340131808046706, 0.0373445900239118, 0.0481776212920787,
	}, func(i int) float64 { return m.ProbabilityBetween(i+1, 6, 16) })
	sample.CheckValues(t, values)
	// Printed by BTYD, whose search stops a little short of the maximum.
	for i, want := range []float64{5535.833, 4717.059, 4147.621, 3724.665, 3395.888, 3131.647, 2913.778, 2730.482, 2573.731, 2437.854, 2318.727} {
		got := 11104 * (best.ExpectedNewCustomer(i+1) - best.ExpectedNewCustomer(i))
		sample.CheckValues(t, []sample.Value{{Name: "gifts in year " + strconv.Itoa(i+1), Got: got, Want: want, Relative: 1e-4}})
	}
	// Printed in the literature with the parameters rounded.
	rounded := Model{Alpha: 1.2035, Beta: 0.7497, Gamma: 0.6567, Delta: 2.7834}
	for i, want := range []float64{0.4985, 0.9233, 1.2969, 1.6323, 1.9381, 2.2202, 2.4826, 2.7285, 2.9603, 3.1798, 3.3887} {
		if got := rounded.ExpectedNewCustomer(i + 1); math.Abs(got-want) > 1e-4 {
			t.Errorf("expected of a new donor in %d years: %g, printed %g", i+1, got, want)
		}
	}
}
