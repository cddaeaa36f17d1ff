package kaplanmeier

import (
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd/internal/sample"
	"github.com/perennial-clv/perennial/btyd/tenure"
)

// Weeks of remission of leukaemia patients under 6-mercaptopurine and placebo
// (Freireich et al. 1963, the standard example of Klein and Moeschberger). The
// published curve, .857 .807 .753 .690 .627 .538 .448, and the published
// log-rank statistic, 16.79, agree with these values, which were computed from
// the definitions in 30 digit arithmetic, as were those with delayed entry.
var (
	mercaptopurine = tenure.Rows{
		Exit: []float64{6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 34, 35},
		Lost: []bool{true, false, true, false, true, false, false, true, true, false, false, false, true, true, false, false, false, false},
		W:    []float64{3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1},
	}
	placebo = tenure.Rows{
		Exit: []float64{1, 2, 3, 4, 5, 8, 11, 12, 15, 17, 22, 23},
		Lost: []bool{true, true, true, true, true, true, true, true, true, true, true, true},
		W:    []float64{2, 2, 1, 2, 2, 4, 2, 2, 1, 1, 1, 1},
	}
	delayed = tenure.Rows{
		Entry: []float64{0, 0, 3, 4, 6, 2, 8},
		Exit:  []float64{5, 8, 7, 9, 12, 12, 15},
		Lost:  []bool{true, false, true, true, true, false, true},
		W:     []float64{1, 1, 1, 1, 1, 1, 1},
	}
)

func TestReferenceCurves(t *testing.T) {
	for name, c := range map[string]struct {
		rows tenure.Rows
		// Time, at risk, lost, survival, its standard error, low, high,
		// cumulative hazard and its variance.
		want [][9]float64
	}{
		"6-mercaptopurine": {mercaptopurine, [][9]float64{
			{6, 21, 3, 0.85714285714285714, 0.076360354832121253, 0.61971795526598378, 0.95155174764699703, 0.14285714285714286, 0.0068027210884353741},
			{7, 17, 1, 0.80672268907563025, 0.086935285180057197, 0.56314656462223332, 0.92280901920288045, 0.20168067226890756, 0.010262928700892122},
			{10, 15, 1, 0.75294117647058824, 0.096349652994320515, 0.50319951079995636, 0.88936183516926559, 0.26834733893557423, 0.014707373145336566},
			{13, 12, 1, 0.69019607843137255, 0.10681470777500982, 0.431610222486184, 0.84906596334945081, 0.35168067226890756, 0.02165181758978101},
			{16, 11, 1, 0.62745098039215686, 0.11405386525675254, 0.36751085598750202, 0.80491218947184132, 0.44258976317799847, 0.029916280399698366},
			{22, 7, 1, 0.53781512605042017, 0.12823375169303399, 0.26777893676713499, 0.74679071763539459, 0.58544690603514133, 0.050324443665004488},
			{23, 6, 1, 0.44817927170868347, 0.13459145675576046, 0.18805200595923234, 0.68014262849524151, 0.752113572701808, 0.078102221442782266},
		}},
		"delayed entry": {delayed, [][9]float64{
			{5, 5, 1, 0.8, 0.17888543819998318, 0.20380926326763905, 0.96917978886674266, 0.2, 0.04},
			{7, 5, 1, 0.64, 0.20238577025077628, 0.16702815499212282, 0.89467506214630336, 0.4, 0.08},
			{9, 4, 1, 0.48, 0.20552372125864206, 0.099986104292239317, 0.79140535236644315, 0.65, 0.1425},
			{12, 3, 1, 0.32, 0.18931455305918771, 0.042748772674294647, 0.66242605853478951, 0.98333333333333333, 0.25361111111111111},
			{15, 1, 1, 0, 0, 0, 0.66242605853478951, 1.9833333333333333, 1.2536111111111111},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			curve, err := Fit(c.rows)
			if err != nil || len(curve.Warnings) > 0 || len(curve.Time) != len(c.want) {
				t.Fatalf("%+v, %v", curve, err)
			}
			for i, w := range c.want {
				low, high := curve.Interval(w[0], 0.95)
				got := [9]float64{curve.Time[i], curve.AtRisk[i], curve.Lost[i], curve.SurvivalAt(w[0]), curve.StdErr(w[0]), low, high,
					curve.HazardAt(w[0]), curve.HazardVariance[i]}
				for k := range w {
					sample.CheckValues(t, []sample.Value{{Name: "loss " + string(rune('1'+i)), Got: got[k], Want: w[k], Relative: 1e-13}})
				}
			}
		})
	}
}

func TestReferenceMedians(t *testing.T) {
	for name, c := range map[string]struct {
		rows              tenure.Rows
		median, low, high float64
	}{
		"6-mercaptopurine": {mercaptopurine, 23, 13, math.Inf(1)},
		"placebo":          {placebo, 8, 4, 11},
	} {
		curve, err := Fit(c.rows)
		if err != nil {
			t.Fatal(err)
		}
		if median, low, high, ok := curve.Median(); !ok || median != c.median || low != c.low || high != c.high {
			t.Errorf("%s: median %g [%g, %g], %t", name, median, low, high, ok)
		}
	}
}

func TestReferenceMeans(t *testing.T) {
	for _, c := range []struct {
		rows            tenure.Rows
		h, mean, stderr float64
		ok              bool
	}{
		{mercaptopurine, 20, 16.116526610644258, 1.2515601960050473, true},
		{mercaptopurine, 35, 23.287394957983193, 2.8274676233714394, true},
		{mercaptopurine, 52, 23.287394957983193, 2.8274676233714394, false},
		{placebo, 20, 8.4285714285714286, 1.268082682503922, true},
		{placebo, 1e9, 8.6666666666666667, 1.3773900412645484, true},
		{placebo, 0, 0, 0, true},
	} {
		curve, err := Fit(c.rows)
		if err != nil {
			t.Fatal(err)
		}
		mean, stderr, ok := curve.RestrictedMean(c.h)
		sample.CheckValues(t, []sample.Value{{Name: "mean", Got: mean, Want: c.mean, Relative: 1e-13}, {Name: "standard error", Got: stderr, Want: c.stderr, Relative: 1e-13}})
		if ok != c.ok {
			t.Errorf("mean up to %g: ok %t", c.h, ok)
		}
	}
}

func TestReferenceLogRank(t *testing.T) {
	for _, c := range []struct {
		groups        []tenure.Rows
		expected      []float64
		chiSquared, p float64
	}{
		{[]tenure.Rows{mercaptopurine, placebo}, []float64{19.25050094803113, 10.74949905196887}, 16.792940989216533, 4.1688091093345419e-5},
		{[]tenure.Rows{mercaptopurine, placebo, delayed}, []float64{20.620472896800013, 11.311008546517872, 3.0685185566821148},
			17.888352362667277, 0.00013049493015624203},
	} {
		test, err := LogRank(c.groups...)
		if err != nil || test.Degrees != len(c.groups)-1 || test.Observed[0] != 9 || test.Observed[1] != 21 {
			t.Fatalf("%+v, %v", test, err)
		}
		values := []sample.Value{{Name: "chi squared", Got: test.ChiSquared, Want: c.chiSquared}, {Name: "p", Got: test.P, Want: c.p}}
		for g, want := range c.expected {
			values = append(values, sample.Value{Name: "expected", Got: test.Expected[g], Want: want})
		}
		sample.CheckValues(t, values)
	}
}
