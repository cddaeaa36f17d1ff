package saved

import (
	"bytes"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bdw"
	"github.com/perennial-clv/perennial/btyd/bgbb"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/cnbd"
	"github.com/perennial-clv/perennial/btyd/dyncov"
	"github.com/perennial-clv/perennial/btyd/exponentialgamma"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/ggomnbd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/midlife"
	"github.com/perennial-clv/perennial/btyd/nbd"
	"github.com/perennial-clv/perennial/btyd/paretoggg"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
	"github.com/perennial-clv/perennial/btyd/regress"
	"github.com/perennial-clv/perennial/btyd/sbg"
	"github.com/perennial-clv/perennial/btyd/weibullgamma"
	"github.com/perennial-clv/perennial/btyd/ziln"
)

func write(t interface{ Fatal(...any) }, d Document) string {
	var out bytes.Buffer
	if err := Write(&out, d); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// same compares floating-point numbers by their bits, so that NaN equals NaN.
func same(a, b any) bool {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	if x.Kind() != reflect.Slice {
		return math.Float64bits(a.(float64)) == math.Float64bits(b.(float64))
	}
	if x.Len() != y.Len() {
		return false
	}
	for i := range x.Len() {
		if !same(x.Index(i).Interface(), y.Index(i).Interface()) {
			return false
		}
	}
	return true
}

// specimens are one model of every kind that can be saved, by name.
func specimens(draw func() float64) map[string]Model {
	weights := []float64{draw(), draw(), draw()}
	total := weights[0] + weights[1] + weights[2]
	for i := range weights {
		weights[i] /= total
	}
	k := []int{1, 2, 1 + int(math.Min(draw(), 1)) + 2}
	bg := bgnbd.Model{R: draw(), Alpha: draw(), A: draw(), B: draw()}
	mbg := mbgnbd.Model{R: draw(), Alpha: draw(), A: draw(), B: draw()}
	pareto := paretonbd.Model{R: draw(), Alpha: draw(), S: draw(), Beta: draw()}
	spend := gammagamma.Model{P: draw(), Q: draw(), V: draw()}
	leaving := weibullgamma.Model{R: draw(), Alpha: draw(), C: draw()}
	regular := cnbd.Model{K: 1 + int(math.Min(draw(), cnbd.MaxK-1)), R: draw(), Alpha: draw(), A: draw(), B: draw()}
	latent := cnbd.Latent{K: k, Weights: weights, R: math.Min(draw(), 1e9), Alpha: 1 + math.Min(draw(), 1e9), A: draw(), B: draw()}
	atZero, latentAtZero := regular, latent
	atZero.AtZero, latentAtZero.AtZero = true, true
	names, values := []string{"région", "a \"quoted\" <name>"}, []float64{-draw(), draw()}
	atFirst := ziln.Model{
		Encoding: ziln.Encoding{
			Numbers: []ziln.NumberCode{{Name: names[0], Mean: -draw(), SD: draw(), Low: -draw(), High: draw(), Missing: true},
				{Name: "always the same", Mean: 2, Low: 2, High: 2}},
			Categories: []ziln.CategoryCode{{Name: names[1], Base: "ads", Levels: []string{""}, Pooled: true}},
		},
		Return: []float64{-draw(), draw(), 0, draw(), draw()}, Location: []float64{draw(), draw(), -draw(), draw(), 0},
		Scale: []float64{draw(), draw(), draw(), draw(), -draw()}, Cap: draw(), Calibration: draw(),
	}
	return map[string]Model{
		"ziln":   atFirst,
		"bg-nbd": bg, "mbg-nbd": mbg, "pareto-nbd": pareto, "gamma-gamma": spend, "weibull-gamma": leaving,
		"pareto-nbd-mid-life": midlife.Model{Old: pareto, Opening: draw(), Window: draw(), NewR: draw(), NewAlpha: draw()},
		"ggom-nbd":            ggomnbd.Model{R: draw(), Alpha: draw(), B: draw(), S: draw(), Beta: draw()},
		"nbd":                 nbd.Model{R: draw(), Alpha: draw()},
		"bg-cnbd-k":           regular, "mbg-cnbd-k": atZero, "bg-cnbd-latent": latent, "mbg-cnbd-latent": latentAtZero,
		"pareto-ggg": paretoggg.Model{R: draw(), Alpha: draw(), S: draw(), Beta: draw(), T: draw(), Gamma: draw()},
		"bg-bb":      bgbb.Model{Alpha: draw(), Beta: draw(), Gamma: draw(), Delta: draw()},
		"sbg":        sbg.Model{Alpha: draw(), Beta: draw()},
		"bdw":        bdw.Model{A: draw(), B: draw(), C: draw()},

		"exponential-gamma":        exponentialgamma.Model{R: draw(), Alpha: draw()},
		"bg-nbd-covariates":        regress.Model[bgnbd.Model]{Base: bg, Purchase: values, PurchaseNames: names},
		"mbg-nbd-covariates":       regress.Model[mbgnbd.Model]{Base: mbg, Dropout: values, DropoutNames: names},
		"pareto-nbd-covariates":    regress.Model[paretonbd.Model]{Base: pareto, Purchase: values[:1], PurchaseNames: names[:1], Dropout: values, DropoutNames: names},
		"gamma-gamma-covariates":   regress.SpendModel{Base: spend, Coefficients: values, Covariates: names},
		"weibull-gamma-covariates": weibullgamma.Regression{Base: leaving, Coefficients: values, Covariates: names},
		"pareto-nbd-time-varying": TimeVarying{
			Model: dyncov.Model{R: draw(), Alpha: draw(), S: draw(), Beta: draw(), Purchase: values, Dropout: []float64{0, draw()}},
			Grid:  dyncov.Grid{Width: draw(), Names: names},
		},
	}
}

func TestEveryModelComesBack(t *testing.T) {
	for _, name := range Known() {
		btydtest.Check(t, func(rt *rapid.T) {
			m := specimens(func() float64 { return math.Exp(rapid.Float64Range(-300, 300).Draw(rt, "log")) })[name]
			if m == nil {
				rt.Fatalf("no specimen of %s", name)
			}
			want := Document{Model: m, Unit: "week", Data: &Data{Customers: 2357.5, Rows: 1016, First: "1997-01-01", Last: "1997-09-30"}}
			text := write(rt, want)
			got, err := Read(strings.NewReader(text))
			if err != nil {
				rt.Fatalf("%v in %s", err, text)
			}
			if !reflect.DeepEqual(got, want) {
				rt.Fatalf("%+v, want %+v", got, want)
			}
			if !strings.Contains(text, `"model": "`+name+`"`) || write(rt, got) != text || NameOf(got.Model) != name {
				rt.Fatalf("written again: %s", text)
			}
		})
	}
}

func TestEveryKindHasANameOfItsOwn(t *testing.T) {
	all := specimens(func() float64 { return 1 })
	seen := map[string]bool{}
	for _, name := range Known() {
		if seen[name] || all[name] == nil {
			t.Errorf("%s: twice in the table, or without a specimen", name)
		}
		seen[name] = true
	}
	for name, m := range all {
		if NameOf(m) != name || len(m.Names()) != len(m.Parameters()) || len(m.Names()) > most {
			t.Errorf("%s: saved as %q with %d names of %d parameters", name, NameOf(m), len(m.Names()), len(m.Parameters()))
		}
	}
}

func TestDiagnosticsComeBack(t *testing.T) {
	truth := nbd.Model{R: 0.385, Alpha: 12.07}
	m, d, err := nbd.Fit(context.Background(), btyd.Compress(sample.Histories(truth, 500, 12, 78, 1)), btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d.Warnings = []string{"a <sentence> & \"another\"\nof the analyst's"}
	got, err := Read(strings.NewReader(write(t, Document{Model: m, Unit: "week", Diagnostics: &d})))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(*got.Diagnostics, d) {
		t.Errorf("%+v, want %+v", *got.Diagnostics, d)
	}
}

func TestNumbersThatAreNotFinite(t *testing.T) {
	d := &btyd.Diagnostics{Names: []string{"r", "alpha"}, Estimate: []float64{1, math.Inf(1)}, LogLikelihood: math.Inf(-1),
		AIC: math.NaN(), GradientNorm: math.Inf(1), Covariance: [][]float64{{1, math.NaN()}, {math.Copysign(0, -1), 5e-324}}}
	text := write(t, Document{Model: nbd.Model{R: 1, Alpha: 2}, Unit: "day", Diagnostics: d})
	got, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	g, nan := got.Diagnostics, math.NaN()
	if !same(g.Estimate, []float64{1, nan}) || !same(g.LogLikelihood, nan) || !same(g.AIC, nan) || !same(g.GradientNorm, nan) ||
		!same(g.Covariance, [][]float64{{1, nan}, {math.Copysign(0, -1), 5e-324}}) || g.BIC != 0 {
		t.Errorf("%+v from %s", g, text)
	}
}

// withCovariates has one coefficient a name, and one more without any.
func withCovariates(v float64, names ...string) Model {
	m := regress.SpendModel{Base: gammagamma.Model{P: 6, Q: 4, V: 15}, Covariates: names}
	for range max(len(names), 1) {
		m.Coefficients = append(m.Coefficients, v)
	}
	return m
}

// encodedAs is the least that a model of value at first purchase can be.
func encodedAs(e ziln.Encoding) ziln.Model {
	coefficients := make([]float64, len(e.Columns()))
	return ziln.Model{Encoding: e, Return: coefficients, Location: coefficients, Scale: coefficients, Cap: 1, Calibration: 1}
}

func category(base string, levels ...string) ziln.Model {
	return encodedAs(ziln.Encoding{Categories: []ziln.CategoryCode{{Name: "channel", Base: base, Levels: levels}}})
}

// A model that was fitted says the same after it was kept.
func TestValueAtFirstPurchaseComesBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 9))
	d := ziln.Data{Features: ziln.Table{Numbers: []ziln.Number{{Name: "order"}}, Categories: []ziln.Category{{Name: "channel"}}}}
	order, channel := &d.Features.Numbers[0].Values, &d.Features.Categories[0].Values
	for range 400 {
		z, value := rng.NormFloat64(), 0.0
		if rng.Float64() < 0.4 {
			value = math.Exp(3 + z/2 + rng.NormFloat64())
		}
		if rng.Float64() < 0.1 {
			z = math.NaN()
		}
		*order, *channel = append(*order, z), append(*channel, []string{"ads", "search", "", "a rare one"}[min(rng.IntN(40)/12, 3)])
		d.Value = append(d.Value, value)
	}
	m, fit, err := ziln.Fit(context.Background(), d, ziln.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(strings.NewReader(write(t, Document{Model: m, Unit: "EUR", Diagnostics: &fit})))
	if err != nil {
		t.Fatal(err)
	}
	want, err := m.Predict(d.Features)
	if err != nil {
		t.Fatal(err)
	}
	back, err := got.Model.(ziln.Model).Predict(d.Features)
	if err != nil || !reflect.DeepEqual(back, want) {
		t.Errorf("predictions differ after reading, %v", err)
	}
	m.Cap = math.Inf(1)
	if got, err = Read(strings.NewReader(write(t, Document{Model: m, Unit: "EUR"}))); err != nil || !reflect.DeepEqual(got.Model, m) {
		t.Errorf("without a cap: %v", err)
	}
}

func TestWriteRefuses(t *testing.T) {
	good := nbd.Model{R: 1, Alpha: 2}
	for _, c := range []struct {
		name string
		d    Document
		want error
	}{
		{"no model", Document{Unit: "week"}, ErrMalformed},
		{"no unit", Document{Model: good, Unit: " "}, ErrMalformed},
		{"a parameter that cannot be", Document{Model: nbd.Model{R: math.NaN(), Alpha: 2}, Unit: "week"}, btyd.ErrInvalidStart},
		{"a pointer", Document{Model: &good, Unit: "week"}, ErrUnknown},
		{"no class", Document{Model: cnbd.Latent{R: 1, Alpha: 1, A: 1, B: 1}, Unit: "week"}, btyd.ErrInvalidStart},
		{"a regularity that cannot be", Document{Model: cnbd.Model{R: 1, Alpha: 1, A: 1, B: 1}, Unit: "week"}, btyd.ErrInvalidStart},
		{"a coefficient without a name", Document{Model: withCovariates(0.5), Unit: "week"}, btyd.ErrInvalidStart},
		{"a name given twice", Document{Model: withCovariates(0.5, "a", "a"), Unit: "week"}, btyd.ErrInvalidStart},
		{"a name that is no text", Document{Model: withCovariates(0.5, "\xff"), Unit: "week"}, ErrMalformed},
		{"a coefficient without end", Document{Model: withCovariates(math.Inf(1), "a"), Unit: "week"}, btyd.ErrInvalidStart},
		{"a grid of another model", Document{Model: TimeVarying{Model: dyncov.Model{R: 1, Alpha: 1, S: 1, Beta: 1}, Grid: dyncov.Grid{Width: 1, Names: []string{"a"}}}, Unit: "week"}, btyd.ErrInvalidStart},
		{"a grid without width", Document{Model: TimeVarying{Model: dyncov.Model{R: 1, Alpha: 1, S: 1, Beta: 1}}, Unit: "week"}, btyd.ErrInvalidStart},
		{"a level twice", Document{Model: category("ads", "search", "ads"), Unit: "EUR"}, btyd.ErrInvalidStart},
		{"a level that is no text", Document{Model: category("\xff"), Unit: "EUR"}, ErrMalformed},
		{"a feature twice", Document{Model: encodedAs(ziln.Encoding{Numbers: []ziln.NumberCode{{Name: "a"}, {Name: "a"}}}), Unit: "EUR"}, btyd.ErrInvalidStart},
		{"a feature without end", Document{Model: encodedAs(ziln.Encoding{Numbers: []ziln.NumberCode{{Name: "a", High: math.Inf(1)}}}), Unit: "EUR"}, btyd.ErrInvalidStart},
		{"nobody", Document{Model: good, Unit: "week", Data: &Data{Rows: 1}}, ErrMalformed},
		{"everybody", Document{Model: good, Unit: "week", Data: &Data{Customers: math.Inf(1), Rows: 1}}, ErrMalformed},
		{"diagnostics that disagree", Document{Model: good, Unit: "week", Diagnostics: &btyd.Diagnostics{Names: []string{"r"}}}, ErrMalformed},
	} {
		var out bytes.Buffer
		if err := Write(&out, c.d); !errors.Is(err, c.want) || out.Len() > 0 {
			t.Errorf("%s: %v, and %d bytes written", c.name, err, out.Len())
		}
	}
}

const plainText = `{
  "schema": 1,
  "model": "nbd",
  "unit": "week",
  "parameters": {"r": 0.385, "alpha": 12.07}
}
`

func regularText(k string) string {
	return `{"schema": 1, "model": "bg-cnbd-k", "unit": "week", "parameters": {"k": ` + k + `, "r": 1, "alpha": 1, "a": 1, "b": 1}}`
}

func covariateText(purchase string) string {
	return `{"schema": 1, "model": "bg-nbd-covariates", "unit": "week",
 "parameters": {"r": 1, "alpha": 1, "a": 1, "b": 1, "purchase": ` + purchase + `, "dropout": {}}}`
}

func firstText(numbers, coefficients string) string {
	return `{"schema": 1, "model": "ziln", "unit": "EUR", "parameters": {"numbers": ` + numbers + `, "categories": {},
 "return": ` + coefficients + `, "location": [1], "scale": [1], "cap": null, "calibration": 1}}`
}

func TestReadRefuses(t *testing.T) {
	replace := func(old, new string) string { return strings.Replace(plainText, old, new, 1) }
	for _, c := range []struct {
		name, text string
		want       error
		says       string
	}{
		{"nothing", "", ErrMalformed, "line 1, column 1"},
		{"half", plainText[:70], ErrMalformed, "line 5, column"},
		{"a slip", replace(`"nbd",`, `"nbd";`), ErrMalformed, "line 3, column 17: invalid character ';'"},
		{"more after the end", plainText + "{}", ErrMalformed, "line 7, column 1"},
		{"a list", "[]", ErrMalformed, "must be an object"},
		{"no schema", "{}", ErrMalformed, "there is no schema"},
		{"a later schema", replace(`"schema": 1`, `"schema": 2, "new": 3`), ErrUnknown, "schema 2, and this version reads 1"},
		{"schema in words", replace(`"schema": 1`, `"schema": "one"`), ErrMalformed, "line 2, column 13: schema must be a whole number"},
		{"another model", replace(`"nbd"`, `"nbdd"`), ErrUnknown, `"nbdd" is none of bg-nbd, `},
		{"a parameter missing", replace(`"r": 0.385, `, ``), ErrMalformed, `line 5, column 17: parameters has no field "r"`},
		{"one too many", replace(`"r"`, `"s": 1, "r"`), ErrMalformed, `line 5, column 23: unknown field "parameters.s"`},
		{"one twice", replace(`"r"`, `"r": 1, "r"`), ErrMalformed, "parameters.r is given twice"},
		{"a field too many", replace(`"unit"`, `"units": 1, "unit"`), ErrMalformed, `unknown field "units"`},
		{"another case", replace(`"unit"`, `"Unit"`), ErrMalformed, `unknown field "Unit"`},
		{"no unit", replace(`"week"`, `""`), ErrMalformed, "no unit"},
		{"a negative parameter", replace("0.385", "-1"), btyd.ErrInvalidStart, "parameter r = -1"},
		{"a parameter without end", replace("0.385", "1e999"), ErrMalformed, "parameters.r must be a number"},
		{"a parameter as null", replace("0.385", "null"), ErrMalformed, "parameters.r must be a number"},
		{"parameters as a list", replace(`{"r": 0.385, "alpha": 12.07}`, "[1, 2]"), ErrMalformed, "parameters must be an object"},
		{"k as a fraction", regularText("2.5"), ErrMalformed, "parameters.k must be a whole number"},
		{"k beyond reason", regularText("99"), btyd.ErrInvalidStart, "99"},
		{"a coefficient given twice", covariateText(`{"a": 1, "a": 2}`), ErrMalformed, "parameters.purchase.a is given twice"},
		{"a coefficient as text", covariateText(`{"a": "1"}`), ErrMalformed, "parameters.purchase.a must be a number"},
		{"coefficients as a list", covariateText(`[1]`), ErrMalformed, "parameters.purchase must be an object"},
		{"a covariate of no name", covariateText(`{"": 1}`), btyd.ErrInvalidStart, "empty"},
		{"coefficients of other columns", firstText("{}", "[1, 2]"), btyd.ErrInvalidStart, "2, 1 and 1 coefficients for 1 columns"},
		{"a coefficient as null", firstText("{}", "[null]"), btyd.ErrInvalidStart, "return: intercept"},
		{"a number of no size", firstText(`{"a": {"mean": 1}}`, "[1]"), ErrMalformed, `parameters.numbers.a has no field "sd"`},
		{"a number twice", firstText(`{"a": {}, "a": {}}`, "[1]"), ErrMalformed, "parameters.numbers.a is given twice"},
		{"nobody", replace(`"unit"`, `"data": {"customers": 0, "rows": 1}, "unit"`), ErrMalformed, "data.customers = 0"},
		{"half the diagnostics", replace(`"unit"`, `"diagnostics": {"names": []}, "unit"`), ErrMalformed, `no field "estimate"`},
		{"a list with a hole", replace(`"unit"`, `"diagnostics": {"names": [null]}, "unit"`), ErrMalformed, "diagnostics.names must be a list of texts"},
		{"far too long", plainText + strings.Repeat(" ", largest), ErrMalformed, "longer than"},
	} {
		_, err := Read(strings.NewReader(c.text))
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %v saying %q", c.name, err, c.want, c.says)
		}
	}
}

func FuzzRead(f *testing.F) {
	rng := rand.New(rand.NewPCG(1, 2))
	all := specimens(rng.ExpFloat64)
	for _, name := range Known() {
		d := &btyd.Diagnostics{Names: []string{"r"}, Estimate: []float64{rng.ExpFloat64()}, StdErr: []float64{math.NaN()}}
		f.Add(write(f, Document{Model: all[name], Unit: "week", Diagnostics: d, Data: &Data{Customers: 1, Rows: 1, First: "ä"}}))
	}
	f.Add(plainText)
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Read(strings.NewReader(text))
		if err != nil {
			if !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrUnknown) && !errors.Is(err, btyd.ErrInvalidStart) {
				t.Errorf("an error of no kind: %v", err)
			}
			return
		}
		again := write(t, d)
		back, err := Read(strings.NewReader(again))
		if err != nil || !reflect.DeepEqual(back.Model, d.Model) || write(t, back) != again {
			t.Errorf("read %+v, then %+v, %v", d, back, err)
		}
	})
}
