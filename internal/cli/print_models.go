package cli

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/perennial-clv/perennial/internal/value"
)

// printFit prints a fit with what to think of it.
func printFit(w io.Writer, f value.ModelFit) {
	state := "converged"
	if !f.Converged {
		state = "did not converge"
	}
	fmt.Fprintf(w, "%s, %s", value.ModelTitle(f.Model), state)
	if f.Customers > 0 {
		fmt.Fprintf(w, " on %s (%s)", counted(int64(math.Round(f.Customers)), "customer"), counted(int64(f.DistinctRows), "distinct row"))
	}
	if f.Unit != "" {
		fmt.Fprintf(w, ", time in %ss", f.Unit)
	}
	fmt.Fprint(w, ".\n\n")
	t := newTable(w)
	t.AppendHeader(table.Row{"", "estimate", "std. error", "95 % interval"})
	for i, name := range f.Order {
		row := table.Row{name, fmt.Sprintf("%.6g", f.Parameters[name]), "—", "—"}
		if se, ok := f.StandardErrors[name]; ok {
			low, high := interval(f, i, se)
			row[2], row[3] = fmt.Sprintf("%.3g", se), fmt.Sprintf("%.4g – %.4g", low, high)
		}
		t.AppendRow(row)
	}
	rightAlign(t, 2, 4)
	t.Render()
	fmt.Fprintf(w, "\nLog-likelihood %.4f · AIC %.1f · BIC %.1f\n", f.LogLikelihood, f.AIC, f.BIC)
	for _, warning := range f.Warnings {
		fmt.Fprintln(w, wrap("! "+sentence(warning)))
	}
}

// interval holds a parameter with 95 percent. It is symmetric for a coefficient
// of a covariate, and for the logarithm of any other parameter, which is
// positive.
func interval(f value.ModelFit, i int, se float64) (low, high float64) {
	const z = 1.959963984540054
	v := f.Parameters[f.Order[i]]
	tenures := f.Model == value.WeibullGamma+"-covariates" && i >= 3
	if tenures || strings.Contains(f.Order[i], ".") {
		return v - z*se, v + z*se
	}
	half := math.Exp(z * se / v)
	return v / half, v * half
}

// printPosterior prints what is known of parameters.
func printPosterior(w io.Writer, p value.Posterior) {
	fmt.Fprintf(w, "%s, posterior of %s: %d chains of %s draws in %.1f s.\n\n", value.ModelTitle(p.Model),
		counted(int64(math.Round(p.Customers)), "customer"), p.Chains, group(int64(p.Draws)), p.Seconds)
	t := newTable(w)
	t.AppendHeader(table.Row{"", "mean", "sd", "5 %", "median", "95 %", "likelihood's best", "R-hat", "bulk ESS", "tail ESS"})
	for _, x := range p.Parameters {
		number := func(v float64) string { return fmt.Sprintf("%.4g", v) }
		t.AppendRow(table.Row{x.Name, number(x.Mean), fmt.Sprintf("%.2g", x.SD), number(x.Low), number(x.Median), number(x.High),
			number(x.Estimate), fmt.Sprintf("%.3f", x.RHat), group(int64(x.BulkESS)), group(int64(x.TailESS))})
	}
	rightAlign(t, 2, 10)
	t.Render()
	fmt.Fprintf(w, "\n%s · acceptance %.2f · energy (E-BFMI)", counted(int64(p.Divergences), "divergence"), p.Acceptance)
	for _, e := range p.BFMI {
		fmt.Fprintf(w, " %.2f", e)
	}
	fmt.Fprintln(w)
	fmt.Fprintln(w, wrap("Prior: "+p.Prior+"."))
	for _, warning := range p.Warnings {
		fmt.Fprintln(w, wrap("! "+sentence(warning)))
	}
}

// printComparison prints models, the best first.
func printComparison(w io.Writer, c value.ModelComparison) {
	fmt.Fprintf(w, "%s asked about on %s; every model was fitted anew on each.\n\n", counted(int64(c.Customers), "customer"), counted(int64(len(c.Origins)), "earlier day"))
	t := newTable(w)
	t.AppendHeader(table.Row{"model", "log score", "behind (95 %)", "bias", "RMSE", "CRPS", "Gini", "90 % holds", "weight", "AIC now"})
	for _, m := range c.Models {
		behind, weight, aic := "best", "", ""
		if m.Behind > 0 {
			behind = fmt.Sprintf("%.4f (%.4f – %.4f)", m.Behind, m.BehindLow, m.BehindHigh)
		}
		if m.Weight > 0 {
			weight = fmt.Sprintf("%.0f %%", 100*m.Weight)
		}
		if m.Fit != nil {
			aic = fmt.Sprintf("%.1f", m.Fit.AIC)
		}
		t.AppendRow(table.Row{m.Name, fmt.Sprintf("%.4f", m.LogScore), behind, bias(m.BacktestModel),
			fmt.Sprintf("%.3f", m.RMSE), fmt.Sprintf("%.4f", m.CRPS), fmt.Sprintf("%.3f", m.Gini),
			fmt.Sprintf("%.1f of %.1f %%", 100*m.Coverage, 100*m.CoverageClaimed), weight, aic})
	}
	rightAlign(t, 2, 10)
	t.Render()
	fmt.Fprintln(w)
	fmt.Fprintln(w, wrap(c.Verdict))
	fmt.Fprintln(w, wrap("Log score: mean log probability given to what each customer then did, higher is better. 90 % holds: the share of 90 % intervals that held what happened, of the share they claim. The mixture's weights were found on these same days, which flatters it a little; analyze finds them before its hold-out."))
	printDrift(w, c.Drift)
}

// printOrigins prints a comparison day by day.
func printOrigins(w io.Writer, c value.ModelComparison) {
	t := newTable(w)
	t.AppendHeader(table.Row{"as of", "days", "customers", "model", "predicted", "actual", "bias", "RMSE", "Gini", "log score"})
	for i, o := range c.Origins {
		if i > 0 {
			t.AppendSeparator()
		}
		for j, m := range o.Models {
			row := table.Row{"", "", ""}
			if j == 0 {
				row = table.Row{o.AsOf.String(), o.Until.Sub(o.AsOf), group(int64(o.Customers))}
			}
			t.AppendRow(append(row, m.Name, group(int64(math.Round(m.Predicted))), group(int64(m.Actual)),
				bias(m), fmt.Sprintf("%.3f", m.RMSE), fmt.Sprintf("%.3f", m.Gini), fmt.Sprintf("%.4f", m.LogScore)))
		}
	}
	rightAlign(t, 5, 10)
	t.Render()
	fmt.Fprintln(w)
	fmt.Fprintln(w, wrap(c.Verdict))
	printDrift(w, c.Drift)
}

// rightAlign aligns columns of numbers.
func rightAlign(t table.Writer, from, to int) {
	var configs []table.ColumnConfig
	for i := from; i <= to; i++ {
		configs = append(configs, table.ColumnConfig{Number: i, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(configs)
}

// bias prints a relative error; there is none of nothing.
func bias(m value.BacktestModel) string {
	if m.Actual == 0 {
		return "—"
	}
	return fmt.Sprintf("%+.1f %%", 100*m.Bias)
}
