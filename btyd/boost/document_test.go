package boost

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
)

func TestModelsSurviveStorage(t *testing.T) {
	m, columns := mixed(t, 2000)
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	var read Model
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(read.Document(), m.Document()) || !reflect.DeepEqual(predict(t, &read, columns), predict(t, m, columns)) {
		t.Error("the model that was read differs")
	}
	a, b := make([]float64, 5), make([]float64, 5)
	if err := errors.Join(m.Explainer().Contributions(a, rowOf(columns, 6)), read.Explainer().Contributions(b, rowOf(columns, 6))); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("contributions %v, read %v", a, b)
	}
}

const stump = `{"schema":1,"loss":"poisson","intercept":0.5,"features":[{"name":"x"},{"name":"c","categorical":true}],
"trees":[[{"feature":1,"value":0,"categories":[2,3],"cover":3},{"value":-1,"cover":2},{"value":1,"cover":1}]]}`

func TestReadingByHand(t *testing.T) {
	var m Model
	if err := json.Unmarshal([]byte(stump), &m); err != nil {
		t.Fatal(err)
	}
	for c, want := range map[float64]float64{2: -0.5, 3: -0.5, 4: 1.5, 254: 1.5} {
		if got, err := m.Margin([]float64{0, c}); err != nil || got != want {
			t.Errorf("category %g: %g, want %g (%v)", c, got, want, err)
		}
	}
	if got, _ := m.Margin([]float64{0, math.NaN()}); got != 1.5 {
		t.Errorf("missing: %g", got)
	}
	for _, c := range [][2]string{
		{`"schema":1`, `"schema":2`},
		{`"poisson"`, `"tweedie"`},
		{`"feature":1`, `"feature":2`},
		{`"feature":1`, `"feature":0`},
		{`"feature":1`, `"feature":-1`},
		{`[2,3]`, `[255]`},
		{`,{"value":1,"cover":1}`, ``},
		{`,{"value":1,"cover":1}`, `,{"value":1,"cover":1},{"value":1,"cover":1}`},
		{`"cover":3`, `"cover":4`},
		{`"cover":2`, `"cover":-2`},
		{`"value":-1`, `"value":1e999`},
		{`"trees":[[`, `"trees":[[],[`},
	} {
		text := strings.Replace(stump, c[0], c[1], 1)
		if err := json.Unmarshal([]byte(text), &m); text == stump || err == nil {
			t.Errorf("%s in place of %s was read", c[1], c[0])
		}
	}
	deep := Document{Schema: 1, Loss: Squared, Features: []Feature{{Name: "x"}}, Trees: [][]Node{nil}}
	zero := 0
	for i := range 300 {
		deep.Trees[0] = append(deep.Trees[0], Node{Feature: &zero, Cover: float64(301 - i)}, Node{Cover: 1})
	}
	deep.Trees[0] = append(deep.Trees[0], Node{Cover: 1})
	if _, err := FromDocument(deep); !errors.Is(err, btyd.ErrInvalidRow) || !strings.Contains(err.Error(), "deeper") {
		t.Errorf("a tree 300 deep: %v", err)
	}
}

// FuzzModel reads anything: what is accepted must predict, explain and
// survive another round.
func FuzzModel(f *testing.F) {
	f.Add([]byte(stump))
	f.Add([]byte(`{"schema":1,"loss":"squared","features":[{"name":"x"}],"trees":[[{"feature":0,"value":1,"cover":2},{"cover":1},{"cover":1}]]}`))
	f.Add([]byte(`{"model":` + stump + `,"exponent":0.5,"factors":[1]}`))
	f.Add([]byte(`{"any":` + stump + `,"amount":null,"level":1}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var c Correction
		var two TwoPart
		if json.Unmarshal(text, &c) == nil {
			if err := c.Predict(make([]float64, 1), make([][]float64, len(c.Model.features)), []float64{1}, nil, 1); err == nil && len(c.Model.features) > 0 {
				t.Fatal("predicted from empty columns")
			}
		}
		_ = json.Unmarshal(text, &two)
		var m Model
		if json.Unmarshal(text, &m) != nil {
			return
		}
		row := make([]float64, len(m.features))
		columns := make([][]float64, len(row))
		for i := range row {
			row[i] = float64(i) - 1
			columns[i] = row[i : i+1]
		}
		one, err := m.Margin(row)
		if err != nil {
			t.Fatal(err)
		}
		many := make([]float64, 1)
		if err := errors.Join(m.Margins(many, columns, nil, 1), m.Explainer().Contributions(make([]float64, len(row)), row)); err != nil {
			t.Fatal(err)
		}
		if math.Abs(many[0]-one) > 1e-9*math.Abs(one) && !math.IsInf(one, 0) && !math.IsNaN(one) {
			t.Fatalf("alone %g, among many %g", one, many[0])
		}
		again, err := FromDocument(m.Document())
		if err != nil || !reflect.DeepEqual(again.Document(), m.Document()) {
			t.Fatalf("another round: %v", err)
		}
	})
}
