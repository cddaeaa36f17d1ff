package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

const aliveTitle = "Probability of ordering again in percent, by number of repeat orders and time of the last one"

// aliveSection shows how the chosen model tells the active from the gone.
func aliveSection(m value.AliveMatrix, unit string) section {
	s := section{ID: "alive", Title: "Who is still a customer"}
	if len(m.Frequency) == 0 || len(m.Recency) == 0 || len(m.PAlive) == 0 {
		s.Empty = "No model was fitted that gives a probability of ordering again."
		return s
	}
	s.Says = fmt.Sprintf("For a customer whose first order was %s ago, under %s.", length(m.Age, unit), modelName(m.Model))
	s.Read = []string{
		"Someone who used to order often and has stopped is more likely gone than someone who never ordered often.",
		"Cells where no customer falls are pale: there the model speaks without data.",
	}
	var keys []key
	for i := 0; i <= 8; i += 2 {
		keys = append(keys, key{"rect", fmt.Sprintf("f-q%d", i), fixed(float64(i)*12.5, 0) + thinSpace + "%"})
	}
	fig := drawn(aliveTitle, fullWidth, keys, func(sz size) chart { return aliveChart(sz, m, unit, s.Says) })
	s.Blocks = []block{{Figure: fig}}
	return s
}

func aliveChart(sz size, m value.AliveMatrix, unit, finding string) chart {
	rows, cols := len(m.Recency), len(m.Frequency)
	cellHeight := min(30, max(12, 360/float64(rows)))
	c := newCanvas(sz, 76+cellHeight*float64(rows), 5)
	c.text(0, 12, "start", "axis", "Last order, in "+unitName(unit)+"s after the first")
	width := (c.right - c.left) / float64(cols)
	for r := range rows {
		y := c.bottom - cellHeight*float64(r+1)
		for f := range cols {
			c.aliveCell(m, r, f, c.left+width*float64(f), y, width, cellHeight)
		}
		if every := 1 + int(13/cellHeight); r%every == 0 {
			c.text(c.left-8, y+cellHeight/2+4, "end", "tick", trimmed(m.Recency[r]))
		}
	}
	every := 1 + int(26/width)
	for f := 0; f < cols; f += every {
		c.text(c.left+width*(float64(f)+0.5), c.bottom+17, "middle", "tick", strconv.Itoa(m.Frequency[f]))
	}
	c.xTitle("Repeat orders")
	return c.chart("alive", aliveTitle, finding)
}

func unitName(unit string) string {
	if unit == "" {
		return "time unit"
	}
	return unit
}

// trimmed prints a number with a decimal only where it has one.
func trimmed(v float64) string { return fixed(v, min(1, decimalsOf(v))) }

func (c *canvas) aliveCell(m value.AliveMatrix, r, f int, x, y, w, h float64) {
	p, ok := aliveAt(m, r, f)
	n := customersAt(m, r, f)
	if !ok || (n == 0 && m.Frequency[f] == 0 && m.Recency[r] > 0) {
		return // no repeat order means that the last is the first
	}
	tip := fmt.Sprintf("%d repeat orders, last at %s: %s; %s here", m.Frequency[f], trimmed(m.Recency[r]), chance(p), plural(n, "customer", "customers"))
	class := "f-" + heat(p, 1)
	if n == 0 {
		class += " pale"
	}
	c.rect(x+0.5, y+0.5, w-1, h-1, class, tip)
	if n > 0 && w >= 30 && h >= 16 {
		c.text(x+w/2, y+h/2+4, "middle", "cell t-"+heat(p, 1), strings.TrimSuffix(chance(p), thinSpace+"%"))
	}
}

func aliveAt(m value.AliveMatrix, r, f int) (float64, bool) {
	if r >= len(m.PAlive) || f >= len(m.PAlive[r]) || !finite(m.PAlive[r][f]) {
		return 0, false
	}
	return m.PAlive[r][f], true
}

func customersAt(m value.AliveMatrix, r, f int) int64 {
	if r >= len(m.Customers) || f >= len(m.Customers[r]) {
		return 0
	}
	return m.Customers[r][f]
}
