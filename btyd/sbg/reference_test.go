package sbg

import (
	"context"
	"math"
	"strconv"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// Survivors of a thousand customers as printed in Fader and Hardie 2007.
// Reference maxima and values were computed independently in 25 digit
// arithmetic; the figures published agree to the digits they print.
var (
	regular = []float64{1000, 631, 468, 382, 326, 289, 262, 241}
	highEnd = []float64{1000, 869, 743, 653, 593, 551, 517, 491}
)

func TestReferenceFits(t *testing.T) {
	for name, c := range map[string]struct {
		survivors []float64
		want      sample.Reference
		derl      []float64
	}{
		"regular, 5 years": {regular[:5], sample.Reference{
			Estimate:      []float64{0.763665062564552646, 1.2958302721825021},
			StdErr:        []float64{0.0967952476383555139, 0.210625744283851742},
			LogLikelihood: -1401.55942357744545,
		}, []float64{2.88326252856355377, 3.94068506446380011, 4.67662838937580906, 5.23625657794856928, 5.68381021921301845}},
		"regular, 8 years": {regular, sample.Reference{
			Estimate:      []float64{0.704077298473516208, 1.18204302620947568},
			StdErr:        []float64{0.0655989642163042359, 0.152475631629747185},
			LogLikelihood: -1680.26518846328699,
		}, []float64{2.96439927026332208, 4.10313977508383705, 4.86980465252411545, 5.44205846674190567, 5.89409536138085892}},
		"high end, 5 years": {highEnd[:5], sample.Reference{
			Estimate:      []float64{1.28097638036742502, 7.79038409526386041},
			StdErr:        []float64{0.553467939189903242, 3.80872214087670271},
			LogLikelihood: -1225.13490704161248,
		}, []float64{4.91019022646959596, 5.18933252891050805, 5.4401012920709087, 5.66707410318669809, 5.8738225360187752}},
		"high end, 8 years": {highEnd, sample.Reference{
			Estimate:      []float64{0.668088351106446219, 3.80609496405826693},
			StdErr:        []float64{0.103734931276159491, 0.785531692765760553},
			LogLikelihood: -1611.15814739115644,
		}, []float64{5.41447884536160313, 5.90137759380513332, 6.293891569412114, 6.61991998791363886, 6.89670668142950649}},
	} {
		t.Run(name, func(t *testing.T) {
			_, d, err := Fit(context.Background(), []Cohort{FromSurvivors(c.survivors...)}, btyd.Options{})
			if err != nil {
				t.Fatal(err)
			}
			sample.CheckFit(t, d, c.want)
			best := Model{Alpha: c.want.Estimate[0], Beta: c.want.Estimate[1]}
			sample.CheckValues(t, series("DERL", 1, c.derl, func(n int) float64 { return best.DERL(0.1, n) }))
		})
	}
}

// series lists figures for n = first, first+1, ...
func series(name string, first int, want []float64, got func(n int) float64) (values []sample.Value) {
	for i, w := range want {
		values = append(values, sample.Value{Name: name + " " + strconv.Itoa(first+i), Got: got(first + i), Want: w})
	}
	return values
}

func TestReferenceValues(t *testing.T) {
	r := Model{Alpha: 0.704077298473516208, Beta: 1.18204302620947568}
	h := Model{Alpha: 0.668088351106446219, Beta: 3.80609496405826693}
	sample.CheckValues(t, series("survival, regular", 0, []float64{
		1, 0.626706054083875365, 0.473819321773143088, 0.387973954114383844, 0.332067911008769988, 0.292347099201309938, 0.262455818463094965,
		0.23902361402997535, 0.220084966533819012, 0.204410786614636777, 0.191190191018962899, 0.179864992425126764, 0.170037452811510893,
	}, r.Survival))
	sample.CheckValues(t, series("survival, high end", 0, []float64{
		1, 0.850679262773601593, 0.746859409972460558, 0.669788983105170042, 0.609919135331422327, 0.561834281100968479, 0.522215569284930971,
		0.488906419720920577, 0.46043967182043899, 0.435779590005179209, 0.414172397871705971, 0.395055343158297278, 0.37799907159740885,
	}, h.Survival))
	sample.CheckValues(t, series("retention, regular", 1, []float64{
		0.626706054083875365, 0.756047143131202874, 0.818822568616438575, 0.855902586983631792, 0.880383468288777189, 0.897754139446302955,
		0.910719432435008038, 0.920766625619754498, 0.92878123314809107, 0.935323395528055656, 0.940764750882471463, 0.945361576585244478,
	}, r.Retention))
	first, second := Model{Alpha: 3.8, Beta: 15.2}, Model{Alpha: 0.067, Beta: 0.267}
	sample.CheckValues(t, series("DERL, 2010, case 1", 1, []float64{
		3.30981842102536962, 3.45100032890988322, 3.58654365654428586, 3.71681153873098856, 3.84213402402691886,
	}, func(n int) float64 { return first.DERL(0.1, n) }))
	sample.CheckValues(t, series("DERL, 2010, case 2", 1, []float64{
		7.67083546092217429, 9.45529943199553121, 9.85083376993705012, 10.0561670140875088, 10.1886400084066513,
	}, func(n int) float64 { return second.DERL(0.1, n) }))
	sample.CheckValues(t, []sample.Value{
		{Name: "DEL, regular", Got: r.DEL(0.1), Want: 3.694909, Relative: 2e-7},
		{Name: "DEL, high end", Got: h.DEL(0.1), Want: 5.922254, Relative: 2e-7},
		{Name: "lifetime", Got: Model{Alpha: 3.8, Beta: 15.2}.ExpectedLifetime(), Want: 18 / 2.8},
	})
	even := Model{Alpha: 1, Beta: 1} // P(T = t) = 1/(t(t+1))
	for n := 1; n <= 1000; n *= 3 {
		sample.CheckValues(t, []sample.Value{{Name: "even odds", Got: even.ProbabilityOfChurn(n), Want: 1 / float64(n*(n+1))}})
	}
	table, _ := Tabulate([]Cohort{FromSurvivors(highEnd...)})
	f, _, _ := estimate.Derivatives(likelihood{table}, []float64{1, 1})
	sample.CheckValues(t, []sample.Value{{Name: "log-likelihood a customer", Got: f / 1000, Want: -2.11554550664560562}})
}

// TestCohorts fits cohorts of five ages, for which another implementation
// prints 3.80 and 15.19; Fader and Hardie 2010 have 3.80 and 15.20 as case 1.
func TestCohorts(t *testing.T) {
	survivors := []float64{10000, 8000, 6480, 5307, 4391}
	var cohorts []Cohort
	for n := len(survivors); n > 0; n-- { // the youngest has no renewal yet
		cohorts = append(cohorts, FromSurvivors(survivors[:n]...))
	}
	m, d, err := Fit(context.Background(), cohorts, btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(m.Alpha/3.80-1) > 0.01 || math.Abs(m.Beta/15.19-1) > 0.01 || d.Customers != 40000 {
		t.Errorf("%s", d.Summary())
	}
}
