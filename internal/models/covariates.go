package models

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
	"github.com/perennial-clv/perennial/btyd/regress"
	"github.com/perennial-clv/perennial/btyd/saved"
	"github.com/perennial-clv/perennial/internal/value"
)

// CovariateNames are the models that covariates can be added to.
var CovariateNames = []string{value.BGNBD, value.MBGNBD, value.ParetoNBD, value.GammaGamma}

// Covariates says which columns of a summary move what: purchases (or spend)
// and dropping out.
type Covariates struct {
	Purchase, Dropout []string
	L2                float64
}

// All are the columns, each once.
func (c Covariates) All() []string {
	all := slices.Concat(c.Purchase, c.Dropout)
	slices.Sort(all)
	return slices.Compact(all)
}

// FitCovariates fits a model with covariates, and the same without them.
func FitCovariates(ctx context.Context, name string, s Summary, c Covariates, unit string) (value.CovariateFit, saved.Document, error) {
	var run func(context.Context, Summary, Covariates) (saved.Model, btyd.Diagnostics, btyd.Diagnostics, error)
	switch name {
	case value.BGNBD:
		run = withCovariates(bgnbd.Fit)
	case value.MBGNBD:
		run = withCovariates(mbgnbd.Fit)
	case value.ParetoNBD:
		run = withCovariates(paretonbd.Fit)
	case value.GammaGamma:
		run, unit = spendWithCovariates, "money"
	default:
		return value.CovariateFit{}, saved.Document{}, value.Errorf(value.Invalid, "%s does not take covariates", value.ModelTitle(name)).
			WithHint("Use %s", strings.Join(CovariateNames, ", "))
	}
	if !(c.L2 >= 0) || math.IsInf(c.L2, 0) {
		return value.CovariateFit{}, saved.Document{}, value.Errorf(value.Invalid, "a penalty of %g is not zero or more", c.L2)
	}
	began := time.Now()
	m, with, without, err := run(ctx, s, c)
	if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
		return value.CovariateFit{}, saved.Document{}, explain(name+"-covariates", err)
	}
	record := Record(saved.NameOf(m), unit, with, time.Since(began))
	if err != nil {
		record.Warnings = append(record.Warnings, strings.TrimPrefix(err.Error(), "btyd: "))
	}
	out := value.CovariateFit{Fit: record, Without: Record(name, unit, without, 0), L2: c.L2, Coefficients: coefficientsOf(with)}
	if c.L2 == 0 {
		if r, err := regress.LikelihoodRatio(with, without); err == nil {
			out.Ratio = &value.RatioTest{Statistic: r.Statistic, Degrees: r.Degrees, P: r.P}
		} else {
			out.Fit.Warnings = append(out.Fit.Warnings, "no likelihood-ratio test: "+strings.TrimPrefix(err.Error(), "btyd: "))
		}
	}
	return out, saved.Document{Model: m, Unit: unit, Diagnostics: &with, Data: &saved.Data{Customers: with.Customers, Rows: with.Rows}}, nil
}

// withCovariates fits a model of purchases both ways.
func withCovariates[B regress.Base](plain func(context.Context, btyd.Rows, btyd.Options) (B, btyd.Diagnostics, error)) func(context.Context, Summary, Covariates) (saved.Model, btyd.Diagnostics, btyd.Diagnostics, error) {
	return func(ctx context.Context, s Summary, c Covariates) (saved.Model, btyd.Diagnostics, btyd.Diagnostics, error) {
		data := regress.Data{Rows: s.Rows(), Purchase: s.columns(c.Purchase), Dropout: s.columns(c.Dropout), PurchaseNames: c.Purchase, DropoutNames: c.Dropout}
		if err := data.Validate(); err != nil {
			return nil, btyd.Diagnostics{}, btyd.Diagnostics{}, err
		}
		_, without, err := plain(ctx, btyd.Compress(s.Histories), btyd.Options{})
		if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
			return nil, btyd.Diagnostics{}, without, err
		}
		m, with, err := regress.Fit[B](ctx, data.Compress(), regress.Options{L2: c.L2})
		return m, with, without, err
	}
}

// spendWithCovariates fits the model of spend both ways, to the customers with
// repeat purchases.
func spendWithCovariates(ctx context.Context, s Summary, c Covariates) (saved.Model, btyd.Diagnostics, btyd.Diagnostics, error) {
	fail := func(err error) (saved.Model, btyd.Diagnostics, btyd.Diagnostics, error) {
		return nil, btyd.Diagnostics{}, btyd.Diagnostics{}, err
	}
	if len(c.Dropout) > 0 {
		return fail(fmt.Errorf("%w: a model of spend has no dropout to be moved", btyd.ErrInvalidRow))
	}
	rows, err := s.Spends()
	if err != nil {
		return fail(err)
	}
	data := regress.SpendData{Rows: rows, Names: c.Purchase}
	for _, column := range s.columns(c.Purchase) {
		var kept []float64
		for i, v := range column {
			if s.spends(i) {
				kept = append(kept, v)
			}
		}
		data.Covariates = append(data.Covariates, kept)
	}
	if err := data.Validate(); err != nil {
		return fail(err)
	}
	_, without, err := gammagamma.Fit(ctx, rows, btyd.Options{})
	if err != nil && !errors.Is(err, btyd.ErrNotConverged) {
		return fail(err)
	}
	m, with, err := regress.FitSpend(ctx, data.Compress(), regress.Options{L2: c.L2})
	return m, with, without, err
}

// coefficientsOf are those among the parameters of a fit.
func coefficientsOf(d btyd.Diagnostics) []value.Coefficient {
	out := []value.Coefficient{}
	for i, name := range d.Names {
		process, covariate, ok := strings.Cut(name, ".")
		if !ok {
			continue
		}
		k := value.Coefficient{Process: process, Covariate: covariate, Estimate: d.Estimate[i], Factor: math.Exp(d.Estimate[i])}
		if i < len(d.StdErr) {
			se := d.StdErr[i]
			k.StdErr, k.Low, k.High = finite(se), finite(k.Estimate-1.959963984540054*se), finite(k.Estimate+1.959963984540054*se)
		}
		out = append(out, k)
	}
	return out
}

// withColumns is a model with covariates as the model of each customer.
func withColumns[B interface {
	regress.Base
	Model
}](m regress.Model[B], s Summary) (func(i int) (Model, error), error) {
	if err := s.lacks(slices.Concat(m.PurchaseNames, m.DropoutNames)); err != nil {
		return nil, err
	}
	purchase, dropout := s.columns(m.PurchaseNames), s.columns(m.DropoutNames)
	return func(i int) (Model, error) {
		at := func(columns [][]float64) []float64 {
			out := make([]float64, len(columns))
			for k, c := range columns {
				out[k] = c[i]
			}
			return out
		}
		return m.For(at(purchase), at(dropout))
	}, nil
}

// Wanted are the columns of covariates that predictions from a saved model
// need.
func Wanted(doc saved.Document) []string {
	switch m := doc.Model.(type) {
	case regress.Model[bgnbd.Model]:
		return Covariates{Purchase: m.PurchaseNames, Dropout: m.DropoutNames}.All()
	case regress.Model[mbgnbd.Model]:
		return Covariates{Purchase: m.PurchaseNames, Dropout: m.DropoutNames}.All()
	case regress.Model[paretonbd.Model]:
		return Covariates{Purchase: m.PurchaseNames, Dropout: m.DropoutNames}.All()
	case regress.SpendModel:
		return Covariates{Purchase: m.Covariates}.All()
	}
	return nil
}
