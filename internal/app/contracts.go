package app

import (
	"cmp"
	"context"
	"io"

	"github.com/perennial-clv/perennial/btyd/saved"
	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/value"
)

// Contracts is a question about customers who tell when they leave.
type Contracts struct {
	Table                               string // a CSV; - for the bench's In
	Tenure, Churned, Start, End, Weight string // names of columns; empty to look for them
	// Unit is what tenures are counted in: day, week, month or year; empty for
	// that of the table, or months between its dates.
	Unit         string
	DiscountRate float64
}

// unitDays are the lengths in days of what tenures can be counted in.
var unitDays = map[string]float64{"day": 1, "week": 7, "month": 365.25 / 12, "year": 365.25}

// FitContract fits a model of how long customers stay; out, if any, gets the
// saved model.
func FitContract(ctx context.Context, b Bench, c Contracts, name, out string, p Progress) (value.ContractFit, error) {
	if out != "" && name == value.KaplanMeierCurve {
		return value.ContractFit{}, value.Errorf(value.Invalid, "a Kaplan-Meier curve is no model to be saved").
			WithHint("Print it with --json, or fit %s", value.WeibullGamma)
	}
	if _, ok := unitDays[c.Unit]; c.Unit != "" && !ok {
		return value.ContractFit{}, value.Errorf(value.Invalid, "unknown unit %q", c.Unit).WithHint("Use day, week, month or year")
	}
	var fit value.ContractFit
	var doc saved.Document
	err := b.reading(c.Table, func(r io.Reader, source string) error {
		t, err := models.ReadTenures(r, source, models.TenureColumns{
			Tenure: c.Tenure, Churned: c.Churned, Start: c.Start, End: c.End, Weight: c.Weight, AsOf: b.AsOf,
			UnitDays: cmp.Or(unitDays[c.Unit], unitDays["month"]),
		})
		if err != nil {
			return err
		}
		unit := cmp.Or(c.Unit, "period")
		if t.Dated {
			unit = cmp.Or(c.Unit, "month")
		}
		p.step("fitting " + value.ModelTitle(name))
		fit, doc, err = models.FitContract(ctx, name, t.Rows, unit, c.DiscountRate)
		return err
	})
	if err != nil {
		return fit, err
	}
	return fit, saveModel(out, doc)
}

// Covariates says which columns of a summary move what.
type Covariates struct {
	Purchase, Dropout []string
	L2                float64
}

// FitCovariates fits a model with covariates to a summary; out, if any, gets
// the saved model.
func FitCovariates(ctx context.Context, b Bench, c Covariates, name, out string, p Progress) (value.CovariateFit, error) {
	ask := models.Covariates(c)
	s, err := b.readSummary(ask.All()...)
	if err != nil {
		return value.CovariateFit{}, err
	}
	p.step("fitting " + value.ModelTitle(name))
	fit, doc, err := models.FitCovariates(ctx, name, s, ask, b.Unit)
	if err != nil {
		return fit, err
	}
	return fit, saveModel(out, doc)
}
