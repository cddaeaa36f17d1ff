package cli

import (
	"fmt"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/app"
	"github.com/perennial-clv/perennial/internal/value"
)

// fitFlags say what is fitted, to what, and where the answer goes.
type fitFlags struct {
	benchFlags
	contracts           app.Contracts
	model, out          string
	discount            string
	covariates, dropout []string
	l2                  float64
	asJSON              bool
}

func modelsFitCommand(s *shell) *cobra.Command {
	var f fitFlags
	c := &cobra.Command{
		Use:   "fit [FILE...]",
		Short: "Fit one model and say how far to trust it",
		Long: `Fits a model of purchases or of spend to an order log, the data directory or a
summary of customers (--summary), and prints its parameters with their
uncertainty.

With --covariates and --dropout-covariates, columns of a summary that were known
at the first purchase may move the rate of purchases and that of dropping out
(bg-nbd, mbg-nbd, pareto-nbd) or the amount spent (gamma-gamma). Write categories
as columns of 0 and 1.

With --tenure, a model of how long customers with contracts stay: kaplan-meier,
exponential-gamma, weibull-gamma, or, in whole periods, sbg and bdw. The table
has one row a customer with columns tenure and churned (yes or no, 1 or 0, true
or false), or with the days of start and end; and perhaps weight, the number of
customers in the row. Columns with usual names are found; others are named with
flags. A customer whose end is empty is still there. sbg and bdw count payments:
one at the start, one at each renewal.`,
		Example: `  perennial models fit orders.csv --model pareto-nbd
  perennial models fit --summary rfm.csv --model bg-nbd --out model.json
  perennial models fit --data shop --model gamma-gamma --json
  perennial models fit --summary rfm.csv --model pareto-nbd --covariates paid,coupon --dropout-covariates coupon
  perennial models fit --tenure subscribers.csv --model weibull-gamma --discount-rate 1% --unit month`,
		RunE: func(c *cobra.Command, files []string) error { return f.run(s, c, files) },
	}
	f.add(s, c, true)
	flags := c.Flags()
	flags.Lookup("unit").Usage = "time unit of the models: day or week; with --tenure what tenures are counted in, by default months between days: day, week, month or year"
	flags.StringVar(&f.model, "model", value.ParetoNBD, "model to fit: bg-nbd, mbg-nbd, pareto-nbd, ggom-nbd, bg-cnbd-k, mbg-cnbd-k, nbd or gamma-gamma; with --tenure weibull-gamma (the default), exponential-gamma, kaplan-meier, sbg or bdw")
	flags.StringVar(&f.out, "out", "", "save the model as JSON")
	flags.BoolVar(&f.asJSON, "json", false, "print the fit as JSON")
	flags.StringSliceVar(&f.covariates, "covariates", nil, "columns of the summary that move the rate of purchases, or spend")
	flags.StringSliceVar(&f.dropout, "dropout-covariates", nil, "columns of the summary that move dropping out")
	flags.Float64Var(&f.l2, "l2", 0, "draw coefficients towards zero: penalty on their squares, beside the mean log-likelihood of a customer")
	flags.StringVar(&f.contracts.Table, "tenure", "", "fit to a CSV of customers with contracts; - for standard input")
	flags.StringVar(&f.contracts.Tenure, "tenure-column", "", "column with the tenure (default: by its name)")
	flags.StringVar(&f.contracts.Churned, "churned-column", "", "column that says who has left (default: by its name)")
	flags.StringVar(&f.contracts.Start, "start-column", "", "column with the first day, instead of a tenure (default: by its name)")
	flags.StringVar(&f.contracts.End, "end-column", "", "column with the last day, empty for who is still there (default: by its name)")
	flags.StringVar(&f.contracts.Weight, "weight-column", "", "column with the number of customers in a row (default: by its name)")
	flags.StringVar(&f.discount, "discount-rate", "0", "discount rate for one unit of time, for what customers with contracts are still worth")
	return c
}

// run fits what was asked for.
func (f *fitFlags) run(s *shell, c *cobra.Command, files []string) error {
	if f.contracts.Table != "" {
		return f.contract(s, c, files)
	}
	for _, name := range []string{"tenure-column", "churned-column", "start-column", "end-column", "weight-column", "discount-rate"} {
		if c.Flags().Changed(name) {
			return value.Errorf(value.Invalid, "--%s goes with --tenure", name).WithHint("See `%s --help`", c.CommandPath())
		}
	}
	b, err := f.bench(s, files)
	if err != nil {
		return err
	}
	if len(f.covariates)+len(f.dropout) > 0 {
		return f.regression(s, c, b)
	}
	if f.l2 != 0 {
		return value.Errorf(value.Invalid, "--l2 goes with --covariates")
	}
	m := s.meter()
	fit, err := app.FitModel(c.Context(), b, f.model, f.out, m.event)
	m.done()
	if err != nil {
		return err
	}
	if f.asJSON {
		return s.json(fit)
	}
	printFit(s.Out, fit)
	f.next(s)
	return nil
}

// next says what can be done with a model that was saved.
func (f *fitFlags) next(s *shell) {
	switch {
	case f.out == "":
	case f.contracts.Table != "":
		fmt.Fprintf(s.Out, "\nWrote %s. Next: perennial models show %s\n", f.out, f.out)
	default:
		fmt.Fprintf(s.Out, "\nWrote %s. Next: perennial models predict --model-file %s --summary FILE\n", f.out, f.out)
	}
}

// regression fits a model with covariates.
func (f *fitFlags) regression(s *shell, c *cobra.Command, b app.Bench) error {
	if b.Summary == "" {
		return value.Errorf(value.Invalid, "covariates are columns of a summary").WithHint("Give one with --summary FILE")
	}
	ask := app.Covariates{Purchase: trimmed(f.covariates), Dropout: trimmed(f.dropout), L2: f.l2}
	m := s.meter()
	fit, err := app.FitCovariates(c.Context(), b, ask, f.model, f.out, m.event)
	m.done()
	if err != nil {
		return err
	}
	if f.asJSON {
		return s.json(fit)
	}
	printCovariates(s.Out, fit)
	f.next(s)
	return nil
}

// trimmed are names without the spaces around them.
func trimmed(names []string) []string {
	var out []string
	for _, n := range names {
		out = append(out, strings.TrimSpace(n))
	}
	return out
}

// contract fits a model of contracts.
func (f *fitFlags) contract(s *shell, c *cobra.Command, files []string) error {
	if len(files) > 0 || f.Summary != "" || len(f.covariates)+len(f.dropout) > 0 || f.l2 != 0 {
		return value.Errorf(value.Invalid, "--tenure goes without order files, --summary and covariates").WithHint("See `%s --help`", c.CommandPath())
	}
	if c.Flags().Changed("unit") {
		f.contracts.Unit, f.Unit = f.Unit, "week" // more units than models of purchases know
	}
	if !c.Flags().Changed("model") {
		f.model = value.WeibullGamma
	}
	b, err := f.bench(s, nil)
	if err != nil {
		return err
	}
	f.contracts.DiscountRate, err = share(f.discount)
	if r := f.contracts.DiscountRate; err != nil || !(r >= 0) || math.IsInf(r, 0) {
		return value.Errorf(value.Invalid, "--discount-rate: %q is not a rate", f.discount).WithHint("Write 1%% or 0.01: the rate for one unit of time")
	}
	m := s.meter()
	fit, err := app.FitContract(c.Context(), b, f.contracts, f.model, f.out, m.event)
	m.done()
	if err != nil {
		return err
	}
	if f.asJSON {
		return s.json(fit)
	}
	printContract(s.Out, fit)
	f.next(s)
	return nil
}
