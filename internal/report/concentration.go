package report

import (
	"fmt"
	"math"
	"sort"

	"github.com/perennial-clv/perennial/internal/value"
)

const concentrationTitle = "Share of value held by the best customers"

// concentrationSection shows how much of the value few customers hold.
func concentrationSection(points []value.Concentration, customers int64) section {
	s := section{ID: "concentration", Title: "Value concentration"}
	points = soundPoints(points)
	if len(points) == 0 {
		s.Empty = "The share of the best customers cannot be drawn: there is no value on record."
		if customers == 1 {
			s.Empty = "There is one customer, who holds all of the value."
		}
		return s
	}
	s.Says = concentrationSentence(points)
	s.Read = []string{"Customers are lined up from best to worst. The further a curve rises above the diagonal, the more depends on few."}
	keys := []key{{"line", "l-chosen", "Value so far"}, {"line", "l-equal", "If all were equal"}}
	if hasPredicted(points) {
		keys = []key{keys[0], {"line", "l-m1", "Value predicted"}, keys[1]}
	}
	fig := drawn(concentrationTitle, squareWidth, keys, func(sz size) chart { return concentrationChart(sz, points, s.Says) })
	s.Blocks = []block{{Figure: fig, Table: concentrationTable(points)}}
	return s
}

func soundPoints(points []value.Concentration) []value.Concentration {
	var out []value.Concentration
	for _, p := range points {
		if finite(p.Customers) && finite(p.Historic) {
			out = append(out, p)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Customers < out[j].Customers })
	return out
}

func hasPredicted(points []value.Concentration) bool {
	for _, p := range points {
		if v, ok := known(p.Predicted); ok && v != 0 {
			return true
		}
	}
	return false
}

// nearestPoint is the point whose share of customers is nearest to x, leaving
// out the two ends, which say nothing.
func nearestPoint(points []value.Concentration, x float64) (value.Concentration, bool) {
	best, found := value.Concentration{}, false
	for _, p := range points {
		if p.Customers <= 0 || p.Customers >= 1 {
			continue
		}
		if !found || math.Abs(p.Customers-x) < math.Abs(best.Customers-x) {
			best, found = p, true
		}
	}
	return best, found
}

func concentrationSentence(points []value.Concentration) string {
	p, ok := nearestPoint(points, 0.2)
	if !ok {
		return "There are too few customers to tell the best from the rest."
	}
	s := fmt.Sprintf("The best %s of customers hold %s of value", share(p.Customers), share(p.Historic))
	if v, ok := known(p.Predicted); ok && v != 0 {
		return s + fmt.Sprintf(" so far, and the best %s by prediction hold %s of the value to come.", share(p.Customers), share(v))
	}
	return s + " so far."
}

func concentrationChart(sz size, points []value.Concentration, finding string) chart {
	h := 400.0
	if sz.narrow {
		h = 340
	}
	lo, hi := extent(column(points, func(p value.Concentration) float64 { return p.Historic })...)
	t := niceTicks(lo, math.Max(1, hi), 5, false)
	c := newCanvas(sz, h, 5)
	y := c.yAxis(t, percentLabel, "Share of value")
	x := c.xAxis(ticks{[]float64{0, .2, .4, .6, .8, 1}, .2}, percentLabel, "Share of customers, best first")
	c.line([][2]float64{{x.at(0), y.at(0)}, {x.at(1), y.at(1)}}, "l-equal", "If all customers were equal")
	historic, predicted := [][2]float64{{x.at(0), y.at(0)}}, [][2]float64{{x.at(0), y.at(0)}}
	for _, p := range points {
		historic = append(historic, [2]float64{x.at(p.Customers), y.at(p.Historic)})
		if v, ok := known(p.Predicted); ok {
			predicted = append(predicted, [2]float64{x.at(p.Customers), y.at(v)})
		}
	}
	if hasPredicted(points) {
		c.line(predicted, "l-m1", "")
	}
	c.line(historic, "l-chosen", "")
	for _, p := range points {
		c.dot(x.at(p.Customers), y.at(p.Historic), 3, "d-chosen", fmt.Sprintf("Best %s of customers: %s of value so far", share(p.Customers), share(p.Historic)))
		if v, ok := known(p.Predicted); ok && hasPredicted(points) {
			c.dot(x.at(p.Customers), y.at(v), 2.5, "d-m1", fmt.Sprintf("Best %s by prediction: %s of value predicted", share(p.Customers), share(v)))
		}
	}
	return c.chart("concentration", concentrationTitle, finding)
}

func concentrationTable(points []value.Concentration) *table {
	t := &table{Caption: "The curve in figures", Class: "tight", Head: []cell{nbr("Best"), nbr("So far"), nbr("Predicted")}}
	if !hasPredicted(points) {
		t.Head = t.Head[:2]
	}
	for i, p := range points {
		// All points are on the chart; every second one will do in print.
		if len(points) > 12 && i%2 == 0 && p.Customers > 0.051 {
			continue
		}
		cells := []cell{{Text: share(p.Customers), Class: "n", Row: true}, nbr(shareFixed(p.Historic))}
		if len(t.Head) == 3 {
			v, _ := known(p.Predicted)
			cells = append(cells, nbr(shareFixed(v)))
		}
		t.Rows = append(t.Rows, row{Cells: cells})
	}
	return t
}
