package models

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/internal/store"
)

// Panel is a sample of customers as purchase days, ascending, since 1970.
type Panel struct {
	Days [][]int32
	// Spent is what was spent on each of those days, before refunds, and
	// Refunded what each customer got back, day by day.
	Spent    [][]float64
	Refunded [][]store.PanelDay
	// Unit is the length in days of the models' time unit.
	Unit float64
}

// NewPanel takes the days with orders of a store's sample.
func NewPanel(sample []store.Panelist, unit float64) Panel {
	p := Panel{Unit: unit}
	for _, c := range sample {
		var days []int32
		var spent []float64
		var back []store.PanelDay
		for _, d := range c.Days {
			if d.Orders > 0 {
				days, spent = append(days, d.Day), append(spent, d.Gross)
			}
			if d.Refunds > 0 {
				back = append(back, d)
			}
		}
		if len(days) > 0 {
			p.Days, p.Spent, p.Refunded = append(p.Days, days), append(p.Spent, spent), append(p.Refunded, back)
		}
	}
	return p
}

// Asked is a panel as known on a day, and the purchases from then to a later
// one, by customer.
type Asked struct {
	At, Until int     // days since 1970
	Customers []int32 // places in the panel
	Histories []btyd.History
	Bought    []int
	Repeaters int     // customers who had bought on a second day by At
	Length    float64 // from At to Until, in model units
}

// Ask cuts the panel at a day. Customers first seen later are left out: nobody
// could have been asked about them.
func (p Panel) Ask(at, until int) Asked {
	a := Asked{At: at, Until: until, Length: float64(until-at) / p.Unit}
	for i, days := range p.Days {
		first := int(days[0])
		if first > at {
			continue
		}
		known, later := 0, 0
		for _, d := range days {
			switch {
			case int(d) <= at:
				known++
			case int(d) <= until:
				later++
			}
		}
		if known > 1 {
			a.Repeaters++
		}
		a.Histories = append(a.Histories, btyd.History{
			X: float64(known - 1), Tx: float64(int(days[known-1])-first) / p.Unit, T: float64(at-first) / p.Unit,
		})
		a.Bought, a.Customers = append(a.Bought, later), append(a.Customers, int32(i))
	}
	return a
}

// LeastProbability stands for "impossible", so that one surprise does not make
// a log score minus infinity.
const LeastProbability = 1e-300

// logProbability of a count, never below that of LeastProbability.
func logProbability(pmf []float64, n int) float64 {
	return math.Log(math.Max(pmf[n], LeastProbability))
}
