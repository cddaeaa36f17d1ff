package report

import (
	"fmt"

	"github.com/perennial-clv/perennial/internal/value"
)

const (
	cohortTitle    = "Net value per customer by months since first order, one line a cohort"
	cohortLines    = 12
	cohortTableMax = 24
)

// cohortSection shows how customers who began together grew in value.
func cohortSection(all []value.Cohort, cur currency) section {
	s := section{ID: "cohorts", Title: "Cohorts"}
	var cohorts []value.Cohort
	for _, c := range all {
		if len(c.Cumulative) > 0 && !c.Month.IsZero() {
			cohorts = append(cohorts, c)
		}
	}
	if len(cohorts) == 0 {
		s.Empty = "No cohort has a complete month behind it yet."
		return s
	}
	label := cohortLabel(cohorts)
	lines := thin(cohorts, cohortLines)
	s.Says = cohortSentence(cohorts, label, cur)
	s.Read = []string{"Each line follows the customers of one cohort through complete months only: the younger the cohort, the shorter and fainter the line."}
	if len(lines) < len(cohorts) {
		s.Read = append(s.Read, fmt.Sprintf("%d of %d cohorts are drawn, evenly spread.", len(lines), len(cohorts)))
	}
	var keys []key
	for i, c := range lines {
		keys = append(keys, key{"line", "l-cohort " + cohortTone(i, len(lines)), label(c.Month)})
	}
	fig := drawn(cohortTitle, fullWidth, keys, func(sz size) chart { return cohortChart(sz, lines, label, cur, s.Says) })
	shown, note := cohorts, ""
	if len(shown) > cohortTableMax {
		shown = shown[len(shown)-cohortTableMax:]
		note = fmt.Sprintf("The latest %d of %d cohorts.", cohortTableMax, len(cohorts))
	}
	s.Blocks = []block{{Figure: fig}, {Table: cohortTable(shown, label, cur), Note: note}}
	if longest(cohorts) < 2 {
		s.Read = []string{"There is no second month yet to draw a line to."}
		s.Blocks = s.Blocks[1:]
	}
	return s
}

// cohortLabel names cohorts by quarter when all begin one, else by month.
func cohortLabel(cohorts []value.Cohort) func(value.Date) string {
	for _, c := range cohorts {
		if monthIndex(c.Month)%3 != 0 || len(cohorts) < 2 {
			return month
		}
	}
	return quarter
}

// cohortTone is darkest for the oldest of n cohorts.
func cohortTone(i, n int) string {
	return fmt.Sprintf("c%d", i*7/max(n-1, 1))
}

// longest is the number of months of the cohort followed longest.
func longest(cohorts []value.Cohort) int {
	n := 0
	for _, c := range cohorts {
		n = max(n, len(c.Cumulative))
	}
	return n
}

// thin keeps at most n items, evenly spread, with the first and the last.
func thin[T any](items []T, n int) []T {
	if len(items) <= n {
		return items
	}
	out := make([]T, n)
	for i := range out {
		out[i] = items[i*(len(items)-1)/(n-1)]
	}
	return out
}

func cohortSentence(cohorts []value.Cohort, label func(value.Date) string, cur currency) string {
	c := cohorts[0]
	last := len(c.Cumulative) - 1
	if last == 0 {
		return fmt.Sprintf("Customers who began in %s were worth %s each in their first month.", label(c.Month), cur.amount(c.Cumulative[0]))
	}
	return fmt.Sprintf("A customer who began in %s spent %s in the first month and %s by month %d, on average.",
		label(c.Month), cur.amount(c.Cumulative[0]), cur.amount(c.Cumulative[last]), last)
}

func cohortChart(sz size, cohorts []value.Cohort, label func(value.Date) string, cur currency, finding string) chart {
	var all []float64
	months := 1
	for _, c := range cohorts {
		all = append(all, c.Cumulative...)
		months = max(months, len(c.Cumulative)-1)
	}
	lo, hi := extent(all...)
	t := niceTicks(lo, hi, 5, false)
	yLabel := func(v float64) string { return cur.wear(t.label(v)) }
	c := newCanvas(sz, 370, labelChars(t, yLabel))
	y := c.yAxis(t, yLabel, "Cumulative net value per customer, "+cur.unit())
	xt := niceTicks(0, float64(months), int(c.w/60), true)
	s := scale{0, float64(months), c.left, c.right}
	for _, v := range xt.at {
		if v <= float64(months) {
			c.xTick(s.at(v), xt.label(v))
		}
	}
	c.xTitle("Complete months since first order")
	for i := len(cohorts) - 1; i >= 0; i-- {
		c.cohortLine(cohorts[i], cohortTone(i, len(cohorts)), label(cohorts[i].Month), s, y, cur)
	}
	return c.chart("cohorts", cohortTitle, finding)
}

func (c *canvas) cohortLine(co value.Cohort, tone, label string, x, y scale, cur currency) {
	var points [][2]float64
	for m, v := range co.Cumulative {
		if finite(v) {
			points = append(points, [2]float64{x.at(float64(m)), y.at(v)})
		}
	}
	c.line(points, "l-cohort "+tone, label)
	if c.narrow && len(points) > 1 {
		return // the dots carry tips, and stand for a line too short to see
	}
	for m, v := range co.Cumulative {
		if finite(v) {
			c.dot(x.at(float64(m)), y.at(v), 1.8, "d-cohort "+tone, fmt.Sprintf("%s (%s), month %d: %s each",
				label, plural(co.Customers, "customer", "customers"), m, cur.amount(v)))
		}
	}
}
