package score

import (
	"math"
	"time"

	"github.com/perennial-clv/perennial/internal/value"
)

// Options say what is to be computed. The zero value of a field takes its
// default.
type Options struct {
	AsOf     value.Date // default: the day of the last order
	Unit     string     // day or week (default)
	Horizon  string     // default 52w
	Discount float64    // annual; DefaultDiscount is for callers to set
	Margin   float64    // share of spend counted as value; 0 means 1
	Holdout  string     // auto (default), none, or a span such as 26w
	Model    string     // auto (default) or a model's name
	Zone     string     // default that of Terms
	// Terms are what the ledger was made under: they say what the amounts are.
	Terms value.Terms
}

// DefaultDiscount is the annual discount rate unless told otherwise.
const DefaultDiscount = 0.10

// intervalCoverage is the probability intervals are meant to cover.
const intervalCoverage = 0.90

// daysPerYear: a year is 52 weeks, so that weekly and daily rates agree.
const daysPerYear = 364.0

// WithDefaults fills what was left open and refuses what cannot be.
func (o Options) WithDefaults() (Options, error) {
	if o.Unit == "" {
		o.Unit = "week"
	}
	if o.Horizon == "" {
		o.Horizon = "52w"
	}
	if o.Margin == 0 {
		o.Margin = 1
	}
	if o.Holdout == "" {
		o.Holdout = "auto"
	}
	if o.Model == "" {
		o.Model = Auto
	}
	var err error
	if o.Terms, err = o.Terms.WithDefaults(); err != nil {
		return o, err
	}
	if o.Zone == "" {
		o.Zone = o.Terms.Zone
	}
	return o, o.Validate()
}

// Validate reports the first option that cannot be.
func (o Options) Validate() error {
	if o.Unit != "day" && o.Unit != "week" {
		return value.Errorf(value.Invalid, "unknown unit %q", o.Unit).WithHint("Use day or week")
	}
	if _, err := value.ParseSpan(o.Horizon); err != nil {
		return value.Errorf(value.Invalid, "horizon: %w", err)
	}
	if o.Holdout != "auto" && o.Holdout != "none" {
		if _, err := value.ParseSpan(o.Holdout); err != nil {
			return value.Errorf(value.Invalid, "holdout: %w; or auto, or none", err)
		}
	}
	if !(o.Discount >= 0 && o.Discount < 10) {
		return value.Errorf(value.Invalid, "discount %g is not an annual rate", o.Discount).WithHint("Ten per cent is 0.10 or 10%%")
	}
	if !(o.Margin > 0 && o.Margin <= 1) {
		return value.Errorf(value.Invalid, "margin %g is not a share above 0 and up to 1", o.Margin).WithHint("Forty per cent is 0.40 or 40%%")
	}
	if o.Model != Auto && o.Model != Stacked && familyOf(o.Model) == nil {
		return value.Errorf(value.Invalid, "unknown model %q", o.Model).WithHint("Use auto, stacked, bg-nbd, mbg-nbd, pareto-nbd or nbd")
	}
	if _, err := time.LoadLocation(o.Zone); err != nil {
		return value.Errorf(value.Invalid, "unknown time zone %q", o.Zone).WithHint("Use a name such as Europe/Berlin")
	}
	return nil
}

// UnitDays is the length of the models' time unit.
func (o Options) UnitDays() float64 {
	if o.Unit == "day" {
		return 1
	}
	return 7
}

// horizonUnits is the horizon in model units.
func (o Options) horizonUnits() float64 {
	s, err := value.ParseSpan(o.Horizon)
	if err != nil {
		return 0
	}
	return float64(s.Days()) / o.UnitDays()
}

// horizonWords is the horizon in words.
func horizonWords(horizon string) string {
	s, err := value.ParseSpan(horizon)
	if err != nil {
		return horizon
	}
	return s.Words()
}

// delta is the continuous discount rate per model unit: (1+d)^(t/year) = e^(delta t).
func (o Options) delta() float64 { return math.Log1p(o.Discount) * o.UnitDays() / daysPerYear }

// definition is the meaning of every figure of the run.
func (o Options) definition(asOf value.Date, currency string) value.Definition {
	d := value.Definition{
		Margin: o.Margin, Horizon: o.Horizon, Discount: o.Discount, Currency: currency, Zone: o.Zone,
		AsOf: asOf, Unit: o.Unit,
		Purchase: "a day with at least one order; repeat purchases are such days after the first",
		Interval: intervalCoverage,
	}
	o.Terms.Explain(&d)
	return d
}
