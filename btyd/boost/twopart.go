package boost

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// TwoPart predicts amounts that are often zero and otherwise heavy-tailed,
// such as the value to come of a customer of whom only the first purchase is
// known: the chance that there is any, times the mean of what there is then.
//
//	mean = Level · P(y > 0) · E(y | y > 0)
//
// The amount is log-normal, e^(m+σ²/2) with m learned by squared error on the
// logarithms, or a gamma mean (Wang, Liu and Miao 2019, "A Deep Probabilistic
// Model for Customer Lifetime Value Prediction", arXiv 1912.07753, has the
// log-normal with a neural network in place of trees). Level makes the
// out-of-fold total that of the rows: the mean of a log-normal is at the
// mercy of its tail (Duan 1983, J. American Statistical Association
// 78:605-610).
type TwoPart struct {
	// Any is the model of P(y > 0), Amount that of y where it is positive: of
	// log y if LogNormal, else of y with a log link.
	Any       *Model `json:"any"`
	Amount    *Model `json:"amount"`
	LogNormal bool   `json:"log_normal,omitempty"`
	// Sigma is the standard deviation of log y around its prediction, of
	// rows not seen; zero unless LogNormal.
	Sigma float64 `json:"sigma,omitempty"`
	Level float64 `json:"level"`
}

// TwoPartGrids are the settings to choose from: Any with the Logistic loss,
// Amount with Squared for log-normal amounts or else with Gamma.
type TwoPartGrids struct {
	Any, Amount []Params
}

// TwoPartReport holds the cross-validations of both parts, on the rows of the
// data, and the out-of-fold prediction of each row's mean.
type TwoPartReport struct {
	Any, Amount *CrossValidation
	Mean        []float64
}

// FitTwoPart fits both parts to targets of zero or more. Offsets are not
// used.
func FitTwoPart(ctx context.Context, d *Dataset, g TwoPartGrids, folds int) (*TwoPart, *TwoPartReport, error) {
	if len(g.Any) == 0 || len(g.Amount) == 0 || g.Any[0].Loss != Logistic || (g.Amount[0].Loss != Squared && g.Amount[0].Loss != Gamma) {
		return nil, nil, fmt.Errorf("%w: two parts need the %s loss, and %s or %s", btyd.ErrInvalidStart, Logistic, Squared, Gamma)
	}
	t := &TwoPart{LogNormal: g.Amount[0].Loss == Squared, Level: 1}
	whether, amount, err := d.parts(t.LogNormal)
	if err != nil {
		return nil, nil, err
	}
	r := &TwoPartReport{}
	if t.Any, r.Any, err = choose(ctx, whether, g.Any, folds); err != nil {
		return nil, nil, fmt.Errorf("whether there is an amount: %w", err)
	}
	if t.Amount, r.Amount, err = choose(ctx, amount, g.Amount, folds); err != nil {
		return nil, nil, fmt.Errorf("the amount: %w", err)
	}
	if t.LogNormal {
		t.Sigma = math.Sqrt(amount.meanDeviance(objective{loss: Squared}, r.Amount.Margins(nil)))
	}
	t.settle(d, r)
	return t, r, nil
}

// settle sets the level by the out-of-fold means.
func (t *TwoPart) settle(d *Dataset, r *TwoPartReport) {
	r.Mean = make([]float64, d.Len())
	whether, amounts := r.Any.Margins(nil), r.Amount.Margins(nil)
	want, have := 0.0, 0.0
	for i := range r.Mean {
		_, r.Mean[i] = t.outcome(whether[i], amounts[i])
		want, have = want+d.weight(i)*d.rows.Target[i], have+d.weight(i)*r.Mean[i]
	}
	if level := want / have; level > 0 && finite(level) {
		t.Level = level
		for i := range r.Mean {
			r.Mean[i] *= level
		}
	}
}

func choose(ctx context.Context, d *Dataset, grid []Params, folds int) (*Model, *CrossValidation, error) {
	cv, err := CrossValidate(ctx, d, grid, folds)
	if err != nil {
		return nil, nil, err
	}
	m, err := Train(ctx, d, cv.Params)
	return m, cv, err
}

// parts are the data of both parts: whether the target is positive, and how
// large, where it is. Other rows weigh nothing there.
func (d *Dataset) parts(logarithms bool) (whether, amount *Dataset, err error) {
	n := d.Len()
	any := Rows{Target: make([]float64, n), Weight: d.rows.Weight, Group: d.rows.Group}
	some := Rows{Target: make([]float64, n), Weight: make([]float64, n), Group: d.rows.Group}
	for i, y := range d.rows.Target {
		if y < 0 {
			return nil, nil, fmt.Errorf("%w: row %d: amount %g must be zero or more", btyd.ErrInvalidRow, i, y)
		}
		if y == 0 {
			continue
		}
		any.Target[i] = 1
		some.Target[i], some.Weight[i] = y, d.weight(i)
		if logarithms {
			some.Target[i] = math.Log(y)
		}
	}
	if whether, err = d.With(any); err != nil {
		return nil, nil, err
	}
	amount, err = d.With(some)
	return whether, amount, err
}

// outcome turns two margins into the chance of any amount, and the mean.
func (t *TwoPart) outcome(whether, amount float64) (chance, mean float64) {
	chance = logistic(whether)
	return chance, t.Level * chance * math.Exp(amount+t.Sigma*t.Sigma/2)
}

// Predict writes the chance of any amount and the mean for each row of a
// table of one column a feature.
func (t *TwoPart) Predict(chance, mean []float64, columns [][]float64, parallel int) error {
	if len(chance) != len(mean) {
		return fmt.Errorf("%w: room for %d chances and %d means", btyd.ErrInvalidRow, len(chance), len(mean))
	}
	if err := t.Any.Margins(chance, columns, nil, parallel); err != nil {
		return err
	}
	if err := t.Amount.Margins(mean, columns, nil, parallel); err != nil {
		return err
	}
	for i := range mean {
		chance[i], mean[i] = t.outcome(chance[i], mean[i])
	}
	return nil
}

// UnmarshalJSON reads both parts and checks them.
func (t *TwoPart) UnmarshalJSON(text []byte) error {
	type plain TwoPart
	read := plain{Any: &Model{}, Amount: &Model{}}
	if err := json.Unmarshal(text, &read); err != nil {
		return fmt.Errorf("%w: %w", btyd.ErrInvalidRow, err)
	}
	want := Gamma
	if read.LogNormal {
		want = Squared
	}
	if read.Any == nil || read.Any.loss != Logistic || read.Amount == nil || read.Amount.loss != want {
		return fmt.Errorf("%w: the two parts must be of loss %s and %s", btyd.ErrInvalidRow, Logistic, want)
	}
	if !(read.Level > 0) || !finite(read.Level) || !(read.Sigma >= 0) || !finite(read.Sigma) || (read.Sigma > 0 && !read.LogNormal) {
		return fmt.Errorf("%w: level %g, sigma %g", btyd.ErrInvalidRow, read.Level, read.Sigma)
	}
	*t = TwoPart(read)
	return nil
}
