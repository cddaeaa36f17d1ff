package report

import (
	"fmt"
	"math"
	"strconv"

	"github.com/perennial-clv/perennial/internal/value"
)

const frequencyTitle = "Customers by number of repeat orders: actual against expected"

// frequencySection shows whether the models reproduce how often people order.
func frequencySection(bars []value.FrequencyBar, p palette) section {
	s := section{ID: "frequency", Title: "How often customers come back"}
	if len(bars) == 0 {
		s.Empty = "There are no repeat orders to count."
		return s
	}
	if len(bars) == 1 && bars[0].Frequency == 0 && finite(bars[0].Actual) {
		s.Empty = fmt.Sprintf("Nobody has come back yet: %s with orders on one day only.", plural(int64(bars[0].Actual), "customer", "customers"))
		return s
	}
	s.Says = frequencySentence(bars)
	s.Read = []string{"Bars are customers counted; marks are what each model expects. A good fit here says the model describes the past, not yet that it foresees."}
	seen := map[string]bool{}
	for _, b := range bars {
		for m := range b.Expected {
			seen[m] = true
		}
	}
	models := p.order(seen)
	keys := append([]key{{"rect", "f-actual", "Actual"}}, p.keys("dot", "d-", models)...)
	fig := drawn(frequencyTitle, fullWidth, keys, func(sz size) chart { return frequencyChart(sz, bars, models, p, s.Says) })
	s.Blocks = []block{{Figure: fig}, {Table: frequencyTable(bars, models), Fold: "The figures"}}
	return s
}

func frequencySentence(bars []value.FrequencyBar) string {
	if bars[0].Frequency != 0 || bars[0].OrMore || !finite(bars[0].Actual) {
		return ""
	}
	return fmt.Sprintf("%s had not come back by the last day used.", plural(int64(bars[0].Actual), "customer", "customers"))
}

func frequencyLabel(b value.FrequencyBar) string {
	if b.OrMore {
		return strconv.Itoa(b.Frequency) + "+"
	}
	return strconv.Itoa(b.Frequency)
}

// repeats is a bar's number of repeat orders in words.
func repeats(b value.FrequencyBar) string {
	if b.Frequency == 1 && !b.OrMore {
		return "1 repeat order"
	}
	return frequencyLabel(b) + " repeat orders"
}

func frequencyChart(sz size, bars []value.FrequencyBar, models []string, p palette, finding string) chart {
	var all []float64
	for _, b := range bars {
		all = append(all, b.Actual)
		for _, v := range b.Expected {
			all = append(all, v)
		}
	}
	lo, hi := extent(all...)
	t := niceTicks(lo, hi, 5, true)
	c := newCanvas(sz, 310, labelChars(t, t.label))
	y := c.yAxis(t, t.label, "Customers")
	every := 1 + len(bars)*30/int(c.right-c.left)
	for i, b := range bars {
		x, w := c.band(i, len(bars), 56)
		if finite(b.Actual) {
			c.rect(x-w/2, y.at(b.Actual), w, y.at(0)-y.at(b.Actual), "f-actual", fmt.Sprintf("%s: %s customers", repeats(b), fixed(b.Actual, 0)))
		}
		for j, m := range models {
			c.expectation(b, m, markAt(x, w, j, len(models)), y, p)
		}
		if i%every == 0 || b.OrMore {
			c.xTick(x, frequencyLabel(b))
		}
	}
	c.xTitle("Repeat orders (days with an order after the first)")
	return c.chart("frequency", frequencyTitle, finding)
}

// markAt spreads the marks of n models over a bar.
func markAt(x, w float64, i, n int) float64 {
	return x + (float64(i)-float64(n-1)/2)*math.Min(13, w/float64(n+1))
}

func (c *canvas) expectation(b value.FrequencyBar, model string, x float64, y scale, p palette) {
	v, ok := b.Expected[model]
	if !ok || !finite(v) {
		return
	}
	c.dot(x, y.at(v), 4, "d-"+p.tone(model), fmt.Sprintf("%s: %s expects %s customers", repeats(b), modelName(model), expected(v)))
}

func frequencyTable(bars []value.FrequencyBar, models []string) *table {
	t := &table{Caption: frequencyTitle, Head: []cell{nbr("Repeat orders"), nbr("Actual")}}
	for i := len(models) - 1; i >= 0; i-- {
		t.Head = append(t.Head, nbr(modelName(models[i])))
	}
	for _, b := range bars {
		r := row{Cells: []cell{{Text: frequencyLabel(b), Class: "n", Row: true}, nbr(fixed(b.Actual, 0))}}
		for i := len(models) - 1; i >= 0; i-- {
			v, ok := b.Expected[models[i]]
			if !ok {
				v = math.NaN()
			}
			r.Cells = append(r.Cells, nbr(fixed(v, 1)))
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}
