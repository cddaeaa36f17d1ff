package models

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
	"github.com/perennial-clv/perennial/btyd/regress"
	"github.com/perennial-clv/perennial/btyd/saved"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// Data is what a model can be fitted to.
type Data struct {
	Rows  btyd.Rows
	Spend btyd.SpendRows
	Unit  string
	First string // day on which observation began, if known
	Last  string
}

// UnitDays is the length of the time unit.
func (d Data) UnitDays() float64 {
	if d.Unit == "day" {
		return 1
	}
	return 7
}

// AddShape adds customers who share a history.
func (d *Data) AddShape(s store.Shape) {
	unit := d.UnitDays()
	d.Rows.X, d.Rows.Tx = append(d.Rows.X, float64(s.X)), append(d.Rows.Tx, float64(s.TxDays)/unit)
	d.Rows.T, d.Rows.W = append(d.Rows.T, float64(s.TDays)/unit), append(d.Rows.W, float64(s.Customers))
}

// Names are all models that [Fit] knows.
func Names() []string {
	var out []string
	for _, f := range Families() {
		out = append(out, f.Name)
	}
	return append(out, value.GammaGamma)
}

// Fit fits a model by name. The document is ready to be written.
func Fit(ctx context.Context, name string, d Data) (value.ModelFit, saved.Document, error) {
	began := time.Now()
	var m saved.Model
	var diag btyd.Diagnostics
	var err error
	unit := d.Unit
	if f, ok := Find(name); ok {
		m, diag, err = f.Fit(ctx, d.Rows, btyd.Options{})
	} else if name == value.GammaGamma {
		unit = "money"
		m, diag, err = gammagamma.Fit(ctx, d.Spend, btyd.Options{})
	} else {
		return value.ModelFit{}, saved.Document{}, value.Errorf(value.Invalid, "unknown model %q", name).
			WithHint("Use %s", strings.Join(Names(), ", "))
	}
	if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
		return value.ModelFit{}, saved.Document{}, explain(name, err)
	}
	record := Record(name, unit, diag, time.Since(began))
	if err != nil {
		record.Warnings = append(record.Warnings, strings.TrimPrefix(err.Error(), "btyd: "))
	}
	return record, saved.Document{Model: m, Unit: unit, Diagnostics: &diag,
		Data: &saved.Data{Customers: diag.Customers, Rows: diag.Rows, First: d.First, Last: d.Last}}, nil
}

// explain gives an error of the library a code.
func explain(name string, err error) error {
	code := value.BadInput
	if errors.Is(err, context.Canceled) {
		return err
	}
	if errors.Is(err, btyd.ErrTooLittleData) {
		code = value.TooLittle
	}
	return value.Errorf(code, "%s could not be fitted: %s", value.ModelTitle(name), strings.TrimPrefix(err.Error(), "btyd: "))
}

// Asking says what is to be predicted.
type Asking struct {
	Horizon, Delta float64 // model units; continuous rate per unit
}

// interval is the chance that intervals of counts are meant to cover.
const interval = 0.90

// Predict writes a row a customer: what a saved model expects of each. A model
// of purchases gives their distribution, a model of spend the mean of a
// future purchase.
func Predict(ctx context.Context, w io.Writer, doc saved.Document, s Summary, ask Asking) error {
	out := csv.NewWriter(w)
	write, header, err := predicting(doc, s, ask)
	if err != nil {
		return err
	}
	if s.IDs != nil {
		header = append([]string{"customer_id"}, header...)
	}
	if err := out.Write(header); err != nil {
		return err
	}
	for i := range s.Histories {
		if i%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		row, err := write(i)
		if err != nil {
			return value.Errorf(value.BadInput, "customer %d of the summary: %s", i+1, strings.TrimPrefix(err.Error(), "btyd: "))
		}
		if s.IDs != nil {
			row = append([]string{s.IDs[i]}, row...)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// predicting is the function that writes a row, with the names of its columns.
func predicting(doc saved.Document, s Summary, ask Asking) (func(i int) ([]string, error), []string, error) {
	var of func(i int) (Model, error)
	var err error
	switch m := doc.Model.(type) {
	case Model:
		of = func(int) (Model, error) { return m, nil }
	case regress.Model[bgnbd.Model]:
		of, err = withColumns(m, s)
	case regress.Model[mbgnbd.Model]:
		of, err = withColumns(m, s)
	case regress.Model[paretonbd.Model]:
		of, err = withColumns(m, s)
	case gammagamma.Model:
		return spending(s, func(int) (gammagamma.Model, error) { return m, nil })
	case regress.SpendModel:
		if err := s.lacks(m.Covariates); err != nil {
			return nil, nil, err
		}
		columns, at := s.columns(m.Covariates), make([]float64, len(m.Covariates))
		return spending(s, func(i int) (gammagamma.Model, error) {
			for k, c := range columns {
				at[k] = c[i]
			}
			return m.For(at)
		})
	default:
		return nil, nil, value.Errorf(value.Invalid, "predictions from this kind of model are not made from a summary of purchases")
	}
	pmf := make([]float64, 768)
	return func(i int) ([]string, error) {
		m, err := of(i)
		if err != nil {
			return nil, err
		}
		return purchases(m, s.Histories[i], ask, pmf), nil
	}, []string{"p_alive", "expected_purchases", "probability_of_any", "discounted_purchases", "low", "high", "median"}, err
}

// spending is predicting for a model of spend.
func spending(s Summary, of func(i int) (gammagamma.Model, error)) (func(i int) ([]string, error), []string, error) {
	if s.Monetary == nil {
		return nil, nil, value.Errorf(value.BadInput, "a model of spend needs a column monetary_value")
	}
	return func(i int) ([]string, error) {
		m, err := of(i)
		if err != nil {
			return nil, err
		}
		return numbers(m.ExpectedSpend(s.Histories[i].X, math.Max(s.Monetary[i], 0))), nil
	}, []string{"expected_order_value"}, nil
}

// purchases is the row of a customer.
func purchases(m Model, h btyd.History, ask Asking, pmf []float64) []string {
	o := m.Outlook(h, ask.Horizon, ask.Delta, pmf)
	tail := (1 - interval) / 2
	row := numbers(o.Alive, o.Expected, 1-m.ProbabilityOfNone(h, ask.Horizon), o.Discounted)
	return append(row, quantile(pmf, tail), quantile(pmf, 1-tail), quantile(pmf, 0.5))
}

// quantile is the smallest count with at least the probability at or below.
func quantile(pmf []float64, q float64) string {
	sum := 0.0
	for n, p := range pmf {
		if sum += p; sum >= q {
			return strconv.Itoa(n)
		}
	}
	return strconv.Itoa(len(pmf))
}

func numbers(all ...float64) []string {
	out := make([]string, len(all), len(all)+3)
	for i, v := range all {
		out[i] = strconv.FormatFloat(v, 'g', -1, 64)
	}
	return out
}
