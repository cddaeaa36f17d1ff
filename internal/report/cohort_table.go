package report

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/internal/value"
)

// cohortTable is the triangle of cumulative value, shaded from low to high.
func cohortTable(cohorts []value.Cohort, label func(value.Date) string, cur currency) *table {
	months := 0
	low, top := math.Inf(1), math.Inf(-1)
	for _, c := range cohorts {
		months = max(months, len(c.Cumulative))
		for _, v := range c.Cumulative {
			if finite(v) {
				low, top = math.Min(low, v), math.Max(top, v)
			}
		}
	}
	shown := cohortMonths(months)
	t := &table{Class: "heat", Caption: "Cumulative net value per customer, " + cur.unit() + ", through month 0, 1, 2, … since first order",
		Head: []cell{txt("First order"), nbr("Customers")}}
	for _, m := range shown {
		t.Head = append(t.Head, nbr(fmt.Sprint(m)))
	}
	places := min(cur.decimals, 2-min(2, int(math.Log10(math.Max(1, top)))))
	for _, c := range cohorts {
		r := row{Cells: []cell{name(label(c.Month)), nbr(count(c.Customers))}}
		for _, m := range shown {
			r.Cells = append(r.Cells, cohortCell(c, m, low, top, places))
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// cohortMonths are the months that get a column: all of a year, then fewer.
func cohortMonths(n int) []int {
	var out []int
	for m := range n {
		switch {
		case n <= 14, m <= 6, m <= 24 && m%3 == 0, m <= 60 && m%12 == 0, m%24 == 0:
			out = append(out, m)
		}
	}
	return out
}

func cohortCell(c value.Cohort, m int, low, top float64, places int) cell {
	if m >= len(c.Cumulative) || !finite(c.Cumulative[m]) {
		return cell{Class: "void"}
	}
	v := c.Cumulative[m]
	return cell{Text: fixed(v, places), Class: "n " + heat(v-low, top-low)}
}

// heat is the class of one of nine shades, from none to top.
func heat(v, top float64) string {
	if !finite(v) || top <= 0 {
		return "q0"
	}
	step := int(math.Round(v / top * 8))
	return fmt.Sprintf("q%d", min(8, max(0, step)))
}
