package report

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/internal/value"
)

const (
	trackingTitle = "Cumulative repeat orders: actual against expected"
	trackingMax   = 160 // points drawn
)

// trackingSection shows whether the models keep step with what happened.
func trackingSection(run value.Run, p palette) section {
	s := section{ID: "tracking", Title: "Repeat orders over time"}
	points := thin(datedPoints(run.Charts.Tracking), trackingMax)
	if len(points) < 2 {
		s.Empty = "There are too few repeat orders over time to set against a model."
		return s
	}
	split := run.Charts.TrackingSplit
	s.Says = trackingSentence(run.Backtest, run.Chosen)
	s.Read = []string{"The closer a model's line keeps to the actual one, the better; only its course after the models stopped looking is a test."}
	models := trackedModels(points, p)
	keys := append([]key{{"line", "l-actual", "Actual"}}, p.keys("line", "l-", models)...)
	if !split.IsZero() {
		keys = append(keys, key{"rect", "f-holdout", "Hold-out, after " + day(split)})
	}
	fig := drawn(trackingTitle, fullWidth, keys, func(sz size) chart { return trackingChart(sz, points, split, models, p, s.Says) })
	s.Blocks = []block{{Figure: fig}}
	return s
}

func datedPoints(points []value.TrackingPoint) []value.TrackingPoint {
	var out []value.TrackingPoint
	for _, p := range points {
		if !p.Day.IsZero() {
			out = append(out, p)
		}
	}
	return out
}

func trackedModels(points []value.TrackingPoint, p palette) []string {
	seen := map[string]bool{}
	for _, point := range points {
		for m := range point.Expected {
			seen[m] = true
		}
	}
	return p.order(seen)
}

func trackingSentence(b *value.Backtest, chosen value.Chosen) string {
	if b == nil {
		return "No days were held out, so the lines show fit, not foresight."
	}
	for _, m := range b.Models {
		if m.Name == chosen.Transactions {
			return fmt.Sprintf("In %s held out, %s expected %s repeat orders and %s were placed: %s.",
				plural(int64(b.HoldoutDays), "day", "days"), modelName(m.Name), fixed(m.Predicted, 0), fixed(m.Actual, 0), signedShare(m.Bias))
		}
	}
	return ""
}

func trackingChart(sz size, points []value.TrackingPoint, split value.Date, models []string, p palette, finding string) chart {
	var all []float64
	for _, pt := range points {
		all = append(all, pt.Actual)
		for _, v := range pt.Expected {
			all = append(all, v)
		}
	}
	lo, hi := extent(all...)
	t := niceTicks(lo, hi, 5, true)
	c := newCanvas(sz, 340, labelChars(t, t.label))
	first, last := points[0].Day, points[len(points)-1].Day
	s := scale{float64(first.Days()), float64(last.Days()), c.left, c.right}
	x := func(d value.Date) float64 { return s.at(float64(d.Days())) }
	if !split.IsZero() && split.Before(last) {
		from := math.Max(c.left, x(split))
		c.rect(from, c.top, c.right-from, c.bottom-c.top, "f-holdout", "")
		if c.right-from > 60 {
			c.text(from+6, c.top+14, "start", "tick", "Hold-out")
		}
	}
	y := c.yAxis(t, t.label, "Cumulative repeat orders")
	c.calendar(first, last, x)
	for _, m := range models {
		c.track(points, x, y, "l-"+p.tone(m), func(pt value.TrackingPoint) (float64, bool) { v, ok := pt.Expected[m]; return v, ok })
	}
	c.track(points, x, y, "l-actual", func(pt value.TrackingPoint) (float64, bool) { return pt.Actual, true })
	c.trackTips(points, models, x)
	return c.chart("tracking", trackingTitle, finding)
}

func (c *canvas) track(points []value.TrackingPoint, x func(value.Date) float64, y scale, class string, of func(value.TrackingPoint) (float64, bool)) {
	var line [][2]float64
	for _, pt := range points {
		if v, ok := of(pt); ok && finite(v) {
			line = append(line, [2]float64{x(pt.Day), y.at(v)})
		}
	}
	c.line(line, class, "")
}

// trackTips lays an unseen strip over every step that tells its numbers.
func (c *canvas) trackTips(points []value.TrackingPoint, models []string, x func(value.Date) float64) {
	width := (c.right - c.left) / float64(len(points)-1)
	for _, pt := range points {
		tip := fmt.Sprintf("%s: actual %s", day(pt.Day), fixed(pt.Actual, 0))
		for i := len(models) - 1; i >= 0; i-- {
			if v, ok := pt.Expected[models[i]]; ok {
				tip += fmt.Sprintf(", %s %s", modelName(models[i]), fixed(v, 0))
			}
		}
		from := math.Max(c.left, x(pt.Day)-width/2)
		c.rect(from, c.top, math.Min(width, c.right-from), c.bottom-c.top, "hover", tip)
	}
}
