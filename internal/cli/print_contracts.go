package cli

import (
	"fmt"
	"io"
	"math"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/perennial-clv/perennial/internal/value"
)

// printContract prints how long customers stay, the model beside the data.
func printContract(w io.Writer, c value.ContractFit) {
	if c.Fit != nil {
		printFit(w, *c.Fit)
		fmt.Fprintln(w)
	} else {
		fmt.Fprintf(w, "%s of %s, time in %ss.\n\n", value.ModelTitle(c.Model), counted(int64(math.Round(c.Customers)), "customer"), c.Unit)
	}
	fmt.Fprintf(w, "%s of %s have left. Who stays longer than:\n\n", group(int64(math.Round(c.Losses))), counted(int64(math.Round(c.Customers)), "customer"))
	t := newTable(w)
	header := table.Row{c.Unit + "s", "Kaplan–Meier", "95 % interval"}
	if c.Fit != nil {
		header = append(header, "model", residualTitle(c))
		if c.DiscountRate > 0 {
			header = append(header, fmt.Sprintf("discounted at %.3g %%", 100*c.DiscountRate))
		}
	}
	t.AppendHeader(header)
	for _, p := range c.Points {
		row := table.Row{fmt.Sprintf("%g", p.Tenure), percentOr(p.Observed, "no data"), ""}
		if p.Observed != nil {
			row[2] = percentOr(p.ObservedLow, "") + " – " + percentOr(p.ObservedHigh, "")
		}
		if c.Fit != nil {
			row = append(row, percentOr(p.Survival, ""), numberOr(p.Residual, "infinite"))
			if c.DiscountRate > 0 {
				row = append(row, numberOr(p.Discounted, "infinite"))
			}
		}
		t.AppendRow(row)
	}
	rightAlign(t, 1, len(header))
	t.Render()
	fmt.Fprintln(w)
	printLifetimes(w, c)
	for _, warning := range c.Warnings {
		fmt.Fprintln(w, wrap("! "+sentence(warning)))
	}
}

func residualTitle(c value.ContractFit) string {
	if c.Discrete {
		return "payments to come"
	}
	return c.Unit + "s to come"
}

// printLifetimes prints means and medians.
func printLifetimes(w io.Writer, c value.ContractFit) {
	k := c.KaplanMeier
	fmt.Fprintf(w, "Median, in %ss: Kaplan–Meier %s", c.Unit, numberOr(k.Median, "beyond the data"))
	if k.Median != nil {
		fmt.Fprintf(w, " (95 %%: %s – %s)", numberOr(k.MedianLow, "…"), numberOr(k.MedianHigh, "beyond the data"))
	}
	if c.Fit != nil {
		fmt.Fprintf(w, ", model %s", numberOr(c.Median, "infinite"))
	}
	fmt.Fprintf(w, "\nMean within the first %.4g: Kaplan–Meier %.4g (std. error %.2g)", c.Within.Horizon, c.Within.Observed, c.Within.StdErr)
	if c.Fit == nil {
		fmt.Fprintln(w)
		return
	}
	of := c.Unit + "s"
	if c.Discrete {
		of = "payments, the first included"
	}
	fmt.Fprintf(w, ", model %s\nExpected lifetime, in %s: %s", numberOr(c.Within.Model, "infinite"), of, numberOr(c.Expected, "infinite"))
	if c.DiscountRate > 0 {
		fmt.Fprintf(w, "; discounted at %.3g %% a %s: %s", 100*c.DiscountRate, c.Unit, numberOr(c.Discounted, "infinite"))
	}
	fmt.Fprintln(w)
	if c.Expected == nil {
		fmt.Fprintln(w, wrap("The mean lifetime is infinite: a few customers stay so long that no average exists. Use the median, a horizon or a discount rate."))
	}
}

// printCovariates prints a model with covariates, and what they add.
func printCovariates(w io.Writer, c value.CovariateFit) {
	printFit(w, c.Fit)
	fmt.Fprintln(w)
	t := newTable(w)
	t.AppendHeader(table.Row{"moves", "covariate", "coefficient", "std. error", "factor", "95 % interval"})
	for _, k := range c.Coefficients {
		row := table.Row{k.Process, k.Covariate, fmt.Sprintf("%+.4g", k.Estimate), numberOr(k.StdErr, "—"), fmt.Sprintf("%.4g", k.Factor), "—"}
		if k.Low != nil && k.High != nil {
			row[5] = fmt.Sprintf("%.4g – %.4g", math.Exp(*k.Low), math.Exp(*k.High))
		}
		t.AppendRow(row)
	}
	rightAlign(t, 3, 6)
	t.Render()
	fmt.Fprintln(w, wrap("Factor: what one more unit of the covariate multiplies, all else equal. These are associations, not effects of changing it."))
	fmt.Fprintf(w, "\nWithout covariates: log-likelihood %.4f · AIC %.1f · BIC %.1f\n", c.Without.LogLikelihood, c.Without.AIC, c.Without.BIC)
	if c.Ratio == nil {
		return
	}
	verdict := "Covariates add what chance would not."
	if c.Ratio.P > 0.05 {
		verdict = "That is no more than chance would add."
	}
	fmt.Fprintf(w, "Likelihood-ratio test: %.3f on %s of freedom, p = %.2g. %s\n", c.Ratio.Statistic, counted(int64(c.Ratio.Degrees), "degree"), c.Ratio.P, verdict)
}

// percentOr is a share, or what is said when there is none.
func percentOr(v *float64, none string) string {
	if v == nil {
		return none
	}
	return fmt.Sprintf("%.1f %%", 100**v)
}

// numberOr is a number, or what is said when there is none.
func numberOr(v *float64, none string) string {
	if v == nil {
		return none
	}
	return fmt.Sprintf("%.4g", *v)
}
