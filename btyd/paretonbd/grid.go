package paretonbd

import (
	"math"
	"slices"
	"sync"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
)

const (
	// mostDays bounds the length of a grid in steps.
	mostDays = 20000
	// mostRepeats bounds the counts whose powers are reached by recursion;
	// the few customers beyond are integrated one by one.
	mostRepeats = 64
	// cellsPerRow is the work on the grid, in cells of a day and a count,
	// that a quadrature of one row is worth.
	cellsPerRow = 150
	// steepest is how much the logarithm of the integrand may fall in a day
	// for the three-point rule to be right to about 1e-10: its error is
	// fall^6/2016000 (Abramowitz and Stegun 25.4.30).
	steepest = 0.25
	// widestRatio bounds the logarithm of the ratio of the first and the last
	// value of an integrand, to keep powers from overflowing.
	widestRatio = 600
)

// grid holds rows whose times are whole numbers of days, a day being whatever
// step divides all times. The integral of a row,
//
//	∫ from t_x to T of (α+u)^-(r+x) (β+u)^-(s+1) du,
//
// is the sum of its daily parts from t_x to T: the sum from t_x to the end of
// the grid less that from T. As the integrand falls, the difference loses at
// most as many digits as there are days. The powers over x are reached by
// recursion; the gradient is the same computation backwards, a polynomial in
// 1/(α+u) for each node of the quadrature, whose coefficients are the weights
// of the rows that cover the day.
type grid struct {
	rows         btyd.Rows
	step         float64
	days         int
	counts       int       // one more than the largest x on the grid
	beyond       []int32   // rows of larger x
	first        []float64 // earliest t_x of each x that occurs, else -1
	widest       []int32   // largest x+1 that has begun by each day
	start, end   []int32   // day of t_x and of T, by row
	starts, ends calendar
	free         sync.Pool
}

// calendar lists rows by day: those of day d are row[from[d]:from[d+1]].
type calendar struct{ row, from []int32 }

func (c *calendar) on(day int) []int32 { return c.row[c.from[day]:c.from[day+1]] }

// newCalendar sorts the given rows by day, of which there are days+1.
func newCalendar(rows, day []int32, days int) calendar {
	c := calendar{row: slices.Clone(rows), from: make([]int32, days+2)}
	slices.SortStableFunc(c.row, func(a, b int32) int { return int(day[a] - day[b]) })
	for _, i := range rows {
		c.from[day[i]+1]++
	}
	for d := range days + 1 {
		c.from[d+1] += c.from[d]
	}
	return c
}

// newGrid lays rows on a grid, or returns nil when they do not fit on one or
// a quadrature a row is less work.
func newGrid(rows btyd.Rows) *grid {
	step, ok := estimate.Step(mostDays, rows.T, rows.Tx)
	if !ok {
		return nil
	}
	g := &grid{rows: rows, step: step, counts: int(min(mostRepeats, slices.Max(rows.X))) + 1}
	g.days = int(math.Round(slices.Max(rows.T) / step))
	g.start, g.end = make([]int32, rows.Len()), make([]int32, rows.Len())
	g.first, g.widest = make([]float64, g.counts), make([]int32, g.days+1)
	for x := range g.first {
		g.first[x] = -1
	}
	var on []int32
	for i, x := range rows.X {
		if x > mostRepeats {
			g.beyond = append(g.beyond, int32(i))
			continue
		}
		on = append(on, int32(i))
		g.start[i], g.end[i] = int32(math.Round(rows.Tx[i]/step)), int32(math.Round(rows.T[i]/step))
		g.widest[g.start[i]] = max(g.widest[g.start[i]], int32(x)+1)
		if f := &g.first[int(x)]; *f < 0 || rows.Tx[i] < *f {
			*f = rows.Tx[i]
		}
	}
	if g.days*g.counts > cellsPerRow*len(on) {
		return nil
	}
	for d := range g.days {
		g.widest[d+1] = max(g.widest[d+1], g.widest[d])
	}
	g.starts, g.ends = newCalendar(on, g.start, g.days), newCalendar(on, g.end, g.days)
	g.free.New = func() any { return newScratch(g) }
	return g
}

// holds says whether the powers stay within the range of numbers.
func (g *grid) holds(m *Model) bool {
	end := float64(g.days) * g.step
	return (m.R+float64(g.counts))*math.Log1p(end/m.Alpha)+(m.S+1)*math.Log1p(end/m.Beta) < widestRatio
}

// steep marks the counts whose integrand falls too fast within a day for the
// quadrature; their rows are integrated one by one.
func (g *grid) steep(m *Model, dst []bool) {
	for x, first := range g.first {
		// Two more than the powers themselves: the rule's error has the
		// powers of the sixth derivative, p (p+1) ... (p+5).
		fall := (m.R+float64(x)+2)/(m.Alpha+first) + (m.S+3)/(m.Beta+first)
		dst[x] = first >= 0 && fall*g.step > steepest
	}
}
