package ziln

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Names lists the parameters in the order of Parameters, by predictor and
// column: "return: intercept", "location: intercept", "scale: intercept".
func (m Model) Names() []string {
	columns := m.Encoding.Columns()
	var names []string
	for _, predictor := range []string{"return", "location", "scale"} {
		for _, c := range columns {
			names = append(names, predictor+": "+c)
		}
	}
	return names
}

// Parameters lists the coefficients of Return, Location and Scale.
func (m Model) Parameters() []float64 {
	var p []float64
	for _, beta := range [][]float64{m.Return, m.Location, m.Scale} {
		p = append(p, beta...)
	}
	return p
}

// Validate refuses a model whose parts do not belong together, or are not
// finite: one that was put together or read wrongly.
func (m Model) Validate() error {
	if err := m.Encoding.validate(); err != nil {
		return err
	}
	width := len(m.Encoding.Columns())
	if len(m.Return) != width || len(m.Location) != width || len(m.Scale) != width {
		return fmt.Errorf("%w: %d, %d and %d coefficients for %d columns", btyd.ErrInvalidStart,
			len(m.Return), len(m.Location), len(m.Scale), width)
	}
	for i, p := range m.Parameters() {
		if math.IsNaN(p) || math.IsInf(p, 0) {
			return fmt.Errorf("%w: coefficient %s = %g must be finite", btyd.ErrInvalidStart, m.Names()[i], p)
		}
	}
	if !(m.Cap > 0) || !(m.Calibration > 0) || math.IsInf(m.Calibration, 0) {
		return fmt.Errorf("%w: cap %g and calibration %g must be positive", btyd.ErrInvalidStart, m.Cap, m.Calibration)
	}
	return nil
}

// report describes the two minima found.
func report(m Model, all, back part, whether, howMuch numeric.DenseMinimum) btyd.Diagnostics {
	d := btyd.Diagnostics{
		Names: m.Names(), Estimate: m.Parameters(),
		Customers: all.total, Rows: len(all.y),
		Iterations: whether.Iterations + howMuch.Iterations, Evaluations: whether.Evaluations + howMuch.Evaluations, Starts: 1,
		Converged: whether.Converged && howMuch.Converged,
	}
	held := append(append([]bool(nil), whether.AtBound...), howMuch.AtBound...)
	for i, slope := range append(append([]float64(nil), whether.G...), howMuch.G...) {
		if held[i] {
			d.Boundary = append(d.Boundary, d.Names[i])
			d.Warnings = append(d.Warnings, d.Names[i]+" runs to the edge of what is searched: the data put no bound on it")
		} else {
			d.GradientNorm = math.Max(d.GradientNorm, math.Abs(slope))
		}
	}
	first, ok := all.covariance(whether)
	second, also := back.covariance(howMuch)
	d.HessianPositiveDefinite = ok && also
	if !d.HessianPositiveDefinite {
		d.Warnings = append(d.Warnings, "no standard errors: the loss is flat in some direction at the answer; some features may say the same")
		return d
	}
	d.Covariance = square(len(d.Names))
	for i, row := range first {
		copy(d.Covariance[i], row)
	}
	for i, row := range second {
		copy(d.Covariance[all.width+i][all.width:], row)
	}
	for i := range d.Covariance {
		d.StdErr = append(d.StdErr, math.Sqrt(d.Covariance[i][i]))
	}
	return d
}
