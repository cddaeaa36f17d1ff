package report

import (
	"math"

	"github.com/perennial-clv/perennial/internal/value"
)

// yAxis draws gridlines, tick labels and, above the axis, its title.
func (c *canvas) yAxis(t ticks, label func(float64) string, title string) scale {
	return c.yAxisFrom(t.lo(), t, label, title)
}

// yAxisFrom is a yAxis that begins at lo, between two ticks.
func (c *canvas) yAxisFrom(lo float64, t ticks, label func(float64) string, title string) scale {
	s := scale{lo, t.hi(), c.bottom, c.top}
	for _, v := range t.at {
		if v < lo {
			continue
		}
		y := s.at(v)
		class := "grid"
		if v == 0 {
			class = "base"
		}
		c.line([][2]float64{{c.left, y}, {c.right, y}}, class, "")
		c.text(c.left-8, y+4, "end", "tick", label(v))
	}
	c.text(0, 12, "start", "axis", title)
	return s
}

// xAxis draws tick labels of numbers and the axis title.
func (c *canvas) xAxis(t ticks, label func(float64) string, title string) scale {
	s := scale{t.lo(), t.hi(), c.left, c.right}
	for _, v := range t.at {
		c.xTick(s.at(v), label(v))
	}
	c.xTitle(title)
	return s
}

func (c *canvas) xTick(x float64, label string) {
	c.line([][2]float64{{x, c.bottom}, {x, c.bottom + 4}}, "base", "")
	// A label at the very edge would be cut off.
	anchor, half := "middle", 3.9*float64(len([]rune(label)))
	if x+half > c.w {
		x, anchor = c.w, "end"
	} else if x-half < 0 {
		x, anchor = 0, "start"
	}
	c.text(x, c.bottom+17, anchor, "tick", label)
}

func (c *canvas) xTitle(title string) {
	c.text((c.left+c.right)/2, c.h-6, "middle", "axis", title)
}

// calendar labels months below the plot: names, and the year where it begins.
func (c *canvas) calendar(first, last value.Date, x func(value.Date) float64) {
	months := calendarMonths(first, last, int((c.right-c.left)/46))
	if len(months) < 2 {
		c.xTick(x(first), day(first))
		if last != first {
			c.xTick(x(last), day(last))
		}
		return
	}
	year := 0
	for _, m := range months {
		at := x(m)
		c.xTick(at, dateAs(m, "Jan"))
		if y := m.Time().Year(); y != year {
			year = y
			c.text(at, c.bottom+32, "middle", "tick year", dateAs(m, "2006"))
		}
	}
}

// calendarMonths are at most about n month beginnings at a round step.
func calendarMonths(first, last value.Date, n int) []value.Date {
	if first.IsZero() || last.IsZero() {
		return nil
	}
	from, to := monthIndex(first), monthIndex(last)
	if first.Time().Day() > 1 {
		from++
	}
	step := 1
	for _, step = range []int{1, 2, 3, 6, 12, 24, 60, 120} {
		if (to-from)/step < n {
			break
		}
	}
	var months []value.Date
	for i := (from + step - 1) / step * step; i <= to; i += step {
		months = append(months, monthOf(i))
	}
	return months
}

// labelChars is the length of the longest tick label.
func labelChars(t ticks, label func(float64) string) int {
	n := 0
	for _, v := range t.at {
		n = max(n, len([]rune(label(v))))
	}
	return n
}

// band is where category i of n lies, and how wide its marks may be.
func (c *canvas) band(i, n int, widest float64) (center, width float64) {
	step := (c.right - c.left) / float64(max(n, 1))
	return c.left + step*(float64(i)+0.5), math.Min(widest, step*0.78)
}

// extent is the range of the finite values, with zero in it.
func extent(values ...float64) (lo, hi float64) {
	for _, v := range values {
		if finite(v) {
			lo, hi = math.Min(lo, v), math.Max(hi, v)
		}
	}
	return lo, hi
}
