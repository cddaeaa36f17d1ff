package cli

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/app"
	"github.com/perennial-clv/perennial/internal/score"
	"github.com/perennial-clv/perennial/internal/value"
)

// readingFlags adds the flags that say how files are understood.
func readingFlags(c *cobra.Command, r *app.Reading) {
	f := c.Flags()
	f.StringVar(&r.Customer, "customer", "", "column of the customer: header name, or number from 1")
	f.StringVar(&r.Time, "time", "", "column of the order's date or time")
	f.StringVar(&r.Amount, "amount", "", "column of the amount")
	f.StringVar(&r.Order, "order", "", "column of the order id")
	f.StringVar(&r.Dates, "dates", "", "order of day, month and year in dates: dmy, mdy or ymd (default: found out)")
	f.StringVar(&r.Currency, "currency", "", "keep only orders in this currency")
	f.StringVar(&r.Zone, "zone", "UTC", "time zone of the business: days begin there")
}

// checkReading refuses flags that cannot be right before any file is read.
func checkReading(r app.Reading) error { return checkCurrency(r.Currency) }

// checkCurrency refuses what is no currency code.
func checkCurrency(code string) error {
	for _, c := range code {
		if !unicode.IsLetter(c) || len(code) != 3 {
			return value.Errorf(value.Invalid, "--currency: %q is not a currency code", code).WithHint("Write three letters, such as EUR")
		}
	}
	return nil
}

// scoringFlags are score.Options as text.
type scoringFlags struct {
	asOf, unit, horizon, discount, margin, holdout, model string
}

func (f *scoringFlags) add(c *cobra.Command) {
	x := c.Flags()
	x.StringVar(&f.asOf, "as-of", "", "last day whose orders are used, YYYY-MM-DD (default: the last order's day)")
	x.StringVar(&f.unit, "unit", "week", "time unit of the models: day or week")
	x.StringVar(&f.horizon, "horizon", "52w", "how far to predict: 90d, 26w, 12m, 2y")
	x.StringVar(&f.discount, "discount", "10%", "annual discount rate")
	x.StringVar(&f.margin, "margin", "100%", "share of spend that is value")
	x.StringVar(&f.holdout, "holdout", "auto", "days kept back to judge the models: auto, none, or a length such as 39w")
	x.StringVar(&f.model, "model", "auto", "auto, stacked, bg-nbd, mbg-nbd, pareto-nbd or nbd")
}

// options reads the flags.
func (f scoringFlags) options(zone string) (score.Options, error) {
	o := score.Options{Unit: f.unit, Horizon: f.horizon, Holdout: f.holdout, Model: f.model, Zone: zone}
	var err error
	if f.asOf != "" {
		if o.AsOf, err = value.ParseDate(f.asOf); err != nil {
			return o, value.Errorf(value.Invalid, "--as-of: %w", err)
		}
	}
	if o.Discount, err = share(f.discount); err != nil {
		return o, value.Errorf(value.Invalid, "--discount: %q is not a rate", f.discount).WithHint("Write 10%% or 0.10")
	}
	if o.Margin, err = share(f.margin); err != nil || o.Margin == 0 {
		return o, value.Errorf(value.Invalid, "--margin: %q is not a share above zero", f.margin).WithHint("Write 40%% or 0.40")
	}
	return o, nil
}

// share reads 10% or 0.10.
func share(s string) (float64, error) {
	s = strings.TrimSpace(s)
	if t, ok := strings.CutSuffix(s, "%"); ok {
		v, err := strconv.ParseFloat(strings.TrimSpace(t), 64)
		return v / 100, err
	}
	return strconv.ParseFloat(s, 64)
}
