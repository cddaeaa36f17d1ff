package boost

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
)

// Correction multiplies a base prediction by what trees have learned of it,
// held to the base's total:
//
//	prediction = factor · base · exp(exponent · f(features))
//
// where f is the sum of the trees. The exponent in [0, 1] shrinks the
// correction, as out-of-fold predictions advise; the factor makes the weighted
// total of the predictions that of the base. So trees move value between
// rows and never the level, of which they know one period only. With an
// exponent of zero, or no trees, the prediction is the base.
type Correction struct {
	// Model holds the trees. Exponent times the contributions of its
	// [Explainer] are what features add to the logarithm of a prediction.
	Model *Model `json:"model"`
	// Exponent shrinks what they say.
	Exponent float64 `json:"exponent"`
	// Factors hold the total of each stratum, on the rows of the fit or of
	// the last [Correction.Calibrate].
	Factors []float64 `json:"factors"`
}

// FitCorrection cross-validates the grid (see [Grid]), grows the chosen trees
// on all rows, and holds them to the total. Offsets are the logarithms of the
// base predictions, and the loss must have a log link. Stratum, which may be
// empty, numbers parts of the rows whose totals are held one by one; the
// factors then do.
func FitCorrection(ctx context.Context, d *Dataset, grid []Params, folds int, stratum []int) (*Correction, *CrossValidation, error) {
	if len(d.rows.Offset) == 0 {
		return nil, nil, fmt.Errorf("%w: a correction needs the logarithms of base predictions as offsets", btyd.ErrInvalidRow)
	}
	for _, p := range grid {
		if o, err := newObjective(p.Loss, p.Power); err != nil || !o.logLink() {
			return nil, nil, fmt.Errorf("%w: loss %q has no log link", btyd.ErrInvalidStart, p.Loss)
		}
	}
	cv, err := CrossValidate(ctx, d, grid, folds)
	if err != nil {
		return nil, nil, err
	}
	h := held{d, slices.Clone(cv.Learned), stratum, make([]float64, d.Len()), make([]float64, d.Len())}
	exponent, err := h.exponent(cv.Params)
	if err != nil {
		return nil, nil, err
	}
	b, err := train(ctx, d, cv.Params)
	if err != nil {
		return nil, nil, err
	}
	c := &Correction{Model: b.model(cv.Params.Trees), Exponent: exponent}
	for i := range h.learned {
		h.learned[i] = sumLeaves(b.trees, d, i)
	}
	c.Factors, err = h.factors(exponent)
	return c, cv, err
}

// held are rows whose predictions are held to the total of their base.
type held struct {
	data            *Dataset
	learned         []float64
	stratum         []int
	predicted, base []float64
}

// factors for a given exponent; predicted holds the predictions before them.
func (h *held) factors(exponent float64) ([]float64, error) {
	for i, f := range h.learned {
		h.base[i] = math.Exp(h.data.rows.Offset[i])
		h.predicted[i] = h.base[i] * math.Exp(exponent*f)
	}
	return Hold(h.predicted, h.base, h.data.rows.Weight, h.stratum)
}

// exponent is the tenth between zero and one with the least out-of-fold
// deviance of the predictions as they will be made: held to the total.
func (h *held) exponent(p Params) (float64, error) {
	o, _ := newObjective(p.Loss, p.Power)
	best, least := 0.0, math.Inf(1)
	margins := make([]float64, h.data.Len())
	for tenth := range 11 {
		exponent := float64(tenth) / 10
		factors, err := h.factors(exponent)
		if err != nil {
			return 0, err
		}
		for i, f := range h.learned {
			margins[i] = h.data.rows.Offset[i] + exponent*f + math.Log(factors[at(h.stratum, i)])
		}
		if deviance := h.data.meanDeviance(o, margins); deviance < least {
			best, least = exponent, deviance
		}
		if p.Trees == 0 {
			break
		}
	}
	return best, nil
}

// at is the stratum of a row.
func at(stratum []int, row int) int {
	if len(stratum) == 0 {
		return 0
	}
	return stratum[row]
}

// Predict writes factor · base · exp(exponent · f) into dst, for one column a
// feature. A stratum without a factor has the factor one.
func (c *Correction) Predict(dst []float64, columns [][]float64, base []float64, stratum []int, parallel int) error {
	if err := c.raw(dst, columns, base, stratum, parallel); err != nil {
		return err
	}
	for i := range dst {
		if s := at(stratum, i); s >= 0 && s < len(c.Factors) {
			dst[i] *= c.Factors[s]
		}
	}
	return nil
}

// raw predicts without the factors.
func (c *Correction) raw(dst []float64, columns [][]float64, base []float64, stratum []int, parallel int) error {
	if len(base) != len(dst) || (len(stratum) != 0 && len(stratum) != len(dst)) {
		return fmt.Errorf("%w: room for %d rows, %d of the base, %d strata", btyd.ErrInvalidRow, len(dst), len(base), len(stratum))
	}
	if err := c.Model.Margins(dst, columns, nil, parallel); err != nil {
		return err
	}
	for i, b := range base {
		if !(b >= 0) || math.IsInf(b, 0) {
			return fmt.Errorf("%w: row %d: base %g must be zero or more, and finite", btyd.ErrInvalidRow, i, b)
		}
		dst[i] = b * math.Exp(c.Exponent*(dst[i]-c.Model.intercept))
	}
	return nil
}

// Calibrate holds the correction to the total of other rows, such as the
// customers to be scored. Weight and stratum may be empty.
func (c *Correction) Calibrate(columns [][]float64, base, weight []float64, stratum []int, parallel int) error {
	predicted := make([]float64, len(base))
	if err := c.raw(predicted, columns, base, stratum, parallel); err != nil {
		return err
	}
	factors, err := Hold(predicted, base, weight, stratum)
	if err == nil {
		c.Factors = factors
	}
	return err
}

// UnmarshalJSON reads a correction and checks it.
func (c *Correction) UnmarshalJSON(text []byte) error {
	type plain Correction
	read := plain{Model: &Model{}}
	if err := json.Unmarshal(text, &read); err != nil {
		return fmt.Errorf("%w: %w", btyd.ErrInvalidRow, err)
	}
	if read.Model == nil || !read.Model.logLink() || !(read.Exponent >= 0 && read.Exponent <= 1) {
		return fmt.Errorf("%w: correction without a model of log link, or with exponent %g", btyd.ErrInvalidRow, read.Exponent)
	}
	for s, f := range read.Factors {
		if !(f >= 0) || math.IsInf(f, 0) {
			return fmt.Errorf("%w: stratum %d: factor %g", btyd.ErrInvalidRow, s, f)
		}
	}
	*c = Correction(read)
	return nil
}
