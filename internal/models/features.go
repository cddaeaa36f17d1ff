package models

import (
	"cmp"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd/boost"
	"github.com/perennial-clv/perennial/internal/value"
)

// features are what trees are told of a customer on a day, beside what the
// models expect: the shape of the past rather than its sums. Everything known
// by that day, nothing later; NaN where there is nothing to say.
var features = []struct {
	name string
	of   func(c *past) float64
}{
	{"purchases", func(c *past) float64 { return float64(len(c.days)) }},
	{"days since last", func(c *past) float64 { return c.silence }},
	{"age in days", func(c *past) float64 { return c.age }},
	{"silence by usual gap", func(c *past) float64 { return c.silence / c.meanGap }},
	{"silence by longest gap", func(c *past) float64 { return c.silence / c.longestGap }},
	{"evenness of gaps", func(c *past) float64 { return c.gapSpread / c.meanGap }},
	{"last gap by usual gap", func(c *past) float64 { return c.lastGap / c.meanGap }},
	{"purchases in 4 weeks", func(c *past) float64 { return c.within(28) }},
	{"purchases in 13 weeks", func(c *past) float64 { return c.within(91) }},
	{"purchases in 26 weeks", func(c *past) float64 { return c.within(182) }},
	{"same season a year ago", func(c *past) float64 { return c.yearAgo() }},
	{"recent rate by own rate", func(c *past) float64 { return c.within(91) / math.Min(c.age, 91) * c.age / float64(len(c.days)) }},
	{"first spend", func(c *past) float64 { return c.spent[0] }},
	{"mean spend", func(c *past) float64 { return c.meanSpend }},
	{"last spend by mean spend", func(c *past) float64 { return c.spent[len(c.days)-1] / c.meanSpend }},
	{"share refunded", func(c *past) float64 { return c.refunded }},
	{"month of first purchase", func(c *past) float64 { return c.month }},
	{"weeks since the log began, at first purchase", func(c *past) float64 { return c.entered }},
}

// past is one customer as known on a day.
type past struct {
	days                                []int32
	spent                               []float64
	at, until                           int32
	silence, age, meanGap, gapSpread    float64
	lastGap, longestGap                 float64
	meanSpend, refunded, month, entered float64
}

// pastOf gathers a customer's past; first is the first day of the log.
func (p Panel) pastOf(i int32, at, until, first int) past {
	days, spent := p.Days[i], p.Spent[i]
	n := 0
	for n < len(days) && int(days[n]) <= at {
		n++
	}
	c := past{days: days[:n], spent: spent[:n], at: int32(at), until: int32(until), meanGap: math.NaN(), gapSpread: math.NaN(), lastGap: math.NaN(), longestGap: math.NaN()}
	c.age, c.silence = float64(at-int(days[0])), float64(at-int(days[n-1]))
	c.entered = float64((int(days[0]) - first) / 7)
	c.month = float64(value.DateFromDays(int(days[0])).Time().Month())
	var gross, back, square float64
	for _, v := range c.spent {
		gross += v
	}
	c.meanSpend = gross / float64(n)
	for _, d := range p.Refunded[i] {
		if int(d.Day) <= at {
			back -= d.Refunded
		}
	}
	c.refunded = back / math.Max(gross, 1e-9)
	if n < 2 {
		return c
	}
	c.meanGap = float64(days[n-1]-days[0]) / float64(n-1)
	for k := 1; k < n; k++ {
		g := float64(days[k] - days[k-1])
		square += (g - c.meanGap) * (g - c.meanGap)
		if !(g <= c.longestGap) {
			c.longestGap = g
		}
	}
	c.gapSpread, c.lastGap = math.Sqrt(square/float64(n-1)), float64(days[n-1]-days[n-2])
	return c
}

// within counts purchases in the last days.
func (c *past) within(days int32) float64 {
	n := 0
	for k := len(c.days) - 1; k >= 0 && c.days[k] > c.at-days; k-- {
		n++
	}
	return float64(n)
}

// yearAgo counts purchases in the window asked about, 52 weeks earlier.
func (c *past) yearAgo() float64 {
	if c.age < 364 {
		return math.NaN()
	}
	n := 0
	for _, d := range c.days {
		if d > c.at-364 && d <= min(c.until-364, c.at) {
			n++
		}
	}
	return float64(n)
}

// table is what trees see of the customers asked about on a day.
func (p Panel) table(a Asked, base []float64, first int) [][]float64 {
	out := make([][]float64, len(features)+1)
	for j := range out {
		out[j] = make([]float64, len(a.Customers))
	}
	inParts(len(a.Customers), func(from, to int) {
		for k := from; k < to; k++ {
			c := p.pastOf(a.Customers[k], a.At, a.Until, first)
			for j, f := range features {
				out[j][k] = f.of(&c)
			}
			out[len(features)][k] = math.Log(math.Max(base[k], leastExpected)) - math.Log(a.Length)
		}
	})
	return out
}

// leastExpected keeps logarithms of expectations finite.
const leastExpected = 1e-6

// columns joins the tables of several days.
func columns(tables [][][]float64) []boost.Column {
	var out []boost.Column
	for j := range len(features) + 1 {
		name := "rate the models expect"
		if j < len(features) {
			name = features[j].name
		}
		c := boost.Column{Name: name}
		for _, t := range tables {
			c.Values = append(c.Values, t[j]...)
		}
		out = append(out, c)
	}
	return out
}

// descending are positions by value, largest first.
func descending(v []float64) []int {
	out := make([]int, len(v))
	for i := range out {
		out[i] = i
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(v[b], v[a]) })
	return out
}
