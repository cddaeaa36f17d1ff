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
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
	"github.com/perennial-clv/perennial/btyd/nbd"
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

func TestEveryModelComesBack(t *testing.T) {
	for _, k := range kinds() {
		btydtest.Check(t, func(rt *rapid.T) {
			p := make([]float64, most)
			for i := range p {
				p[i] = math.Exp(rapid.Float64Range(-300, 300).Draw(rt, "log"))
			}
			want := Document{Model: k.make(p), Unit: "week", Data: &Data{Customers: 2357.5, Rows: 1016, First: "1997-01-01", Last: "1997-09-30"}}
			text := write(rt, want)
			got, err := Read(strings.NewReader(text))
			if err != nil {
				rt.Fatalf("%v in %s", err, text)
			}
			if got.Model != want.Model || got.Unit != want.Unit || *got.Data != *want.Data || got.Diagnostics != nil {
				rt.Fatalf("%+v, want %+v", got, want)
			}
			if !strings.Contains(text, `"model": "`+k.name+`"`) || write(rt, got) != text {
				rt.Fatalf("written again: %s", text)
			}
		})
	}
}

func TestNamesAndTypesDiffer(t *testing.T) {
	names, types := map[string]bool{}, map[reflect.Type]bool{}
	for _, k := range kinds() {
		m := k.blank()
		if n := len(m.Names()); n > most || n != len(m.Parameters()) {
			t.Errorf("%s: %d names, %d parameters", k.name, n, len(m.Parameters()))
		}
		if names[k.name] || types[reflect.TypeOf(m)] {
			t.Errorf("%s, %T: twice in the table", k.name, m)
		}
		names[k.name], types[reflect.TypeOf(m)] = true, true
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
	for _, k := range kinds() {
		p := make([]float64, most)
		for i := range p {
			p[i] = rng.ExpFloat64()
		}
		d := &btyd.Diagnostics{Names: []string{"r"}, Estimate: p[:1], StdErr: []float64{math.NaN()}}
		f.Add(write(f, Document{Model: k.make(p), Unit: "week", Diagnostics: d, Data: &Data{Customers: 1, Rows: 1, First: "ä"}}))
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
		if err != nil || back.Model != d.Model || write(t, back) != again {
			t.Errorf("read %+v, then %+v, %v", d, back, err)
		}
	})
}
