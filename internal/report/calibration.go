package report

import (
	"fmt"
	"math"
	"sort"

	"github.com/perennial-clv/perennial/internal/value"
)

const calibrationTitle = "Orders per customer in the hold-out, by tenth of customers as predicted"

// calibrationSection shows whether those predicted to order more did.
func calibrationSection(run value.Run) section {
	s := section{ID: "calibration", Title: "Predicted against actual, by tenth"}
	bins := binsOf(run.Charts.Calibration, run.Chosen.Transactions)
	if len(bins) == 0 {
		s.Empty = "No days were held out to compare predictions with; the notices say why."
		if run.Backtest != nil {
			s.Empty = "Too few customers could be compared to sort them into tenths."
		}
		return s
	}
	s.Says = calibrationSentence(bins)
	s.Read = []string{"Customers are sorted by what " + modelName(bins[0].Model) + " predicted and cut into tenths. Whiskers span two standard errors either side of the actual mean."}
	keys := []key{{"dot", "d-actual", "Actual mean, with two standard errors"}, {"rect", "f-pred", "Predicted mean"}}
	fig := drawn(calibrationTitle, fullWidth, keys, func(sz size) chart { return calibrationChart(sz, bins, s.Says) })
	s.Blocks = []block{{Figure: fig}, {Table: calibrationTable(bins), Fold: "The figures"}}
	return s
}

// binsOf are the bins of one model, lowest first.
func binsOf(all []value.CalibrationBin, model string) []value.CalibrationBin {
	var out []value.CalibrationBin
	for _, b := range all {
		if b.Model == model && finite(b.Predicted) && finite(b.Actual) {
			out = append(out, b)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Bin < out[j].Bin })
	return out
}

func calibrationSentence(bins []value.CalibrationBin) string {
	inside := 0
	for _, b := range bins {
		if finite(b.Low) && finite(b.High) && b.Low <= b.Predicted && b.Predicted <= b.High {
			inside++
		}
	}
	return fmt.Sprintf("The prediction lies within two standard errors of what happened in %d of %s.", inside, plural(int64(len(bins)), "tenth", "tenths"))
}

func calibrationChart(sz size, bins []value.CalibrationBin, finding string) chart {
	var all []float64
	for _, b := range bins {
		all = append(all, b.Predicted, b.Actual, b.High)
	}
	_, hi := extent(all...)
	t := niceTicks(0, hi, 5, false)
	c := newCanvas(sz, 320, labelChars(t, t.label))
	y := c.yAxis(t, t.label, "Mean repeat orders per customer")
	for i, b := range bins {
		x, w := c.band(i, len(bins), 48)
		c.rect(x-w/2, y.at(b.Predicted), w, y.at(0)-y.at(b.Predicted), "f-pred", calibrationTip(b))
		if finite(b.Low) && finite(b.High) {
			c.whisker(x, y.at(math.Max(0, b.Low)), y.at(b.High))
		}
		c.dot(x, y.at(b.Actual), 4, "d-actual", calibrationTip(b))
		c.xTick(x, fmt.Sprint(b.Bin))
	}
	c.xTitle("Tenth of customers, from predicted lowest to highest")
	return c.chart("calibration", calibrationTitle, finding)
}

func (c *canvas) whisker(x, low, high float64) {
	c.line([][2]float64{{x, low}, {x, high}}, "whisker", "")
	c.line([][2]float64{{x - 4, low}, {x + 4, low}}, "whisker", "")
	c.line([][2]float64{{x - 4, high}, {x + 4, high}}, "whisker", "")
}

func calibrationTip(b value.CalibrationBin) string {
	tip := fmt.Sprintf("Tenth %d, %s customers: predicted %s, actual %s", b.Bin, fixed(b.Customers, 0), fixed(b.Predicted, 3), fixed(b.Actual, 3))
	if finite(b.Low) && finite(b.High) {
		tip += fmt.Sprintf(" (%s to %s)", fixed(b.Low, 3), fixed(b.High, 3))
	}
	return tip
}

func calibrationTable(bins []value.CalibrationBin) *table {
	t := &table{Caption: calibrationTitle, Head: []cell{nbr("Tenth"), nbr("Customers"), nbr("Predicted"), nbr("Actual"), nbr("From"), nbr("To")}}
	for _, b := range bins {
		t.Rows = append(t.Rows, row{Cells: []cell{{Text: fmt.Sprint(b.Bin), Class: "n", Row: true}, nbr(fixed(b.Customers, 0)),
			nbr(fixed(b.Predicted, 3)), nbr(fixed(b.Actual, 3)), nbr(fixed(b.Low, 3)), nbr(fixed(b.High, 3))}})
	}
	return t
}
