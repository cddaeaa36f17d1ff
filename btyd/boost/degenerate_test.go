package boost

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
)

func TestTablesWithNothingToLearn(t *testing.T) {
	nan := math.NaN()
	for name, c := range map[string]struct {
		target  []float64
		columns []Column
	}{
		"one row":         {[]float64{3}, []Column{{Name: "x", Values: []float64{1}}}},
		"constant column": {[]float64{1, 2, 6}, []Column{{Name: "x", Values: []float64{1, 1, 1}}}},
		"all missing":     {[]float64{1, 2, 6}, []Column{{Name: "x", Values: []float64{nan, nan, nan}}}},
		"one category":    {[]float64{1, 2, 6}, []Column{{Name: "x", Values: []float64{4, 4, 4}, Categorical: true}}},
		"no column":       {[]float64{1, 2, 6}, nil},
		"all alike":       {[]float64{3, 3, 3}, []Column{{Name: "x", Values: []float64{1, 2, 3}}}},
	} {
		for _, loss := range []Loss{Poisson, Tweedie, Gamma, Squared} {
			p := Defaults(loss)
			p.MinChildWeight = 0.1
			m := train1(t, dataset(t, Rows{Target: c.target}, c.columns...), p)
			dst := make([]float64, len(c.target))
			if err := m.Predict(dst, values(c.columns), nil, 0); err != nil {
				t.Fatal(err)
			}
			if math.Abs(dst[0]-3) > 1e-12 {
				t.Errorf("%s, %s: %g, want the mean 3", name, loss, dst[0])
			}
		}
	}
}

func TestExtremes(t *testing.T) {
	x := []float64{-math.MaxFloat64, -1, 0, math.SmallestNonzeroFloat64, 1, math.MaxFloat64}
	for _, scale := range []float64{1e-200, 1, 1e100} {
		for _, loss := range []Loss{Poisson, Tweedie, Gamma, Squared} {
			p := Defaults(loss)
			p.Trees, p.MinChildWeight = 20, math.SmallestNonzeroFloat64
			p.L2 = 0
			y := []float64{scale, 2 * scale, 3 * scale, scale, 5 * scale, 100 * scale}
			d := dataset(t, Rows{Target: y, Weight: []float64{1, 1e-9, 1e9, 1, 1, 1}}, Column{Name: "x", Values: x})
			for i, got := range predict(t, train1(t, d, p), [][]float64{x}) {
				if !(got >= 0) || math.IsInf(got, 0) {
					t.Errorf("%s at scale %g: row %d is %g", loss, scale, i, got)
				}
			}
		}
	}
}

func TestBadInputIsNamed(t *testing.T) {
	ctx, inf := context.Background(), math.Inf(1)
	fit := func(change func(*Params), y ...float64) error {
		d, err := NewDataset(Rows{Target: y})
		if err != nil {
			return err
		}
		if err := d.Add(Column{Name: "x", Values: make([]float64, len(y))}); err != nil {
			return err
		}
		p := Defaults(Poisson)
		change(&p)
		_, err = Train(ctx, d, p)
		return err
	}
	rows := func(r Rows) error { _, err := NewDataset(r); return err }
	column := func(c Column) error {
		d, err := NewDataset(Rows{Target: []float64{1, 2}})
		if err != nil {
			return err
		}
		return d.Add(c)
	}
	for _, c := range []struct {
		err  error
		is   error
		says string
	}{
		{rows(Rows{Target: []float64{1, inf}}), btyd.ErrInvalidRow, "row 1: target +Inf"},
		{rows(Rows{Target: []float64{1}, Weight: []float64{-2}}), btyd.ErrInvalidRow, "row 0: weight -2"},
		{rows(Rows{Target: []float64{1}, Offset: []float64{-inf}}), btyd.ErrInvalidRow, "row 0: offset -Inf"},
		{rows(Rows{Target: []float64{1}, Group: []uint64{1, 2}}), btyd.ErrInvalidRow, "1 targets and 2 groups"},
		{column(Column{Name: "x", Values: []float64{0, inf}}), btyd.ErrInvalidRow, `"x", row 1: +Inf`},
		{column(Column{Name: "x", Values: []float64{0}}), btyd.ErrInvalidRow, `"x" has 1 values for 2 rows`},
		{column(Column{Name: "c", Values: []float64{1.5, 0}, Categorical: true}), btyd.ErrInvalidRow, "category 1.5"},
		{column(Column{Name: "c", Values: []float64{1, 255}, Categorical: true}), btyd.ErrInvalidRow, "category 255"},
		{fit(func(*Params) {}, 1, -1), btyd.ErrInvalidRow, "row 1: target -1"},
		{fit(func(p *Params) { p.Loss = Gamma }, 1, 0), btyd.ErrInvalidRow, "row 1: target 0"},
		{fit(func(p *Params) { p.Loss = Logistic }, 1, 2), btyd.ErrInvalidRow, "row 1: target 2"},
		{fit(func(p *Params) { p.Loss = Logistic }, 1, 1), btyd.ErrTooLittleData, "all targets are 1"},
		{fit(func(*Params) {}, 0, 0), btyd.ErrTooLittleData, "all targets are zero"},
		{fit(func(*Params) {}), btyd.ErrTooLittleData, "no row has weight"},
		{fit(func(p *Params) { p.LearningRate = 3 }, 1), btyd.ErrInvalidStart, "learning rate 3"},
		{fit(func(p *Params) { p.Leaves = 1 }, 1), btyd.ErrInvalidStart, "leaves 1"},
		{fit(func(p *Params) { p.L2 = math.NaN() }, 1), btyd.ErrInvalidStart, "L2 NaN"},
		{fit(func(p *Params) { p.Loss, p.Power = Tweedie, 2.5 }, 1), btyd.ErrInvalidStart, "power 2.5"},
		{fit(func(p *Params) { p.Loss = "huber" }, 1), btyd.ErrInvalidStart, `"huber"`},
		{fit(func(p *Params) { p.Monotone = map[string]int{"z": 1} }, 1), btyd.ErrInvalidStart, "1 monotone columns named, 0"},
		{fit(func(p *Params) { p.Monotone = map[string]int{"x": 3} }, 1), btyd.ErrInvalidStart, `"x" cannot be monotone`},
	} {
		if !errors.Is(c.err, c.is) || !strings.Contains(c.err.Error(), c.says) {
			t.Errorf("%q: want %v that says %q", c.err, c.is, c.says)
		}
	}
	var m Model
	if err := m.Margins(make([]float64, 2), [][]float64{{1, 2}}, nil, 0); !errors.Is(err, btyd.ErrInvalidRow) {
		t.Errorf("a column too many: %v", err)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	d := dataset(t, Rows{Target: []float64{1, 2}})
	if _, err := Train(stopped, d, Defaults(Poisson)); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}
