package cli

import (
	"fmt"
	"io"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/perennial-clv/perennial/internal/value"
)

// printDrift prints whether new customers have changed, window by window.
func printDrift(w io.Writer, d *value.Drift) {
	if d == nil {
		return
	}
	fmt.Fprintln(w)
	fmt.Fprintln(w, wrap("Drift: "+d.Verdict))
	if d.Tested {
		fmt.Fprintln(w)
		t := newTable(w)
		header := table.Row{"first seen", "customers", "bought again", "purchases seen", "in 52 weeks (95 %)"}
		for _, name := range d.Order {
			header = append(header, name)
		}
		t.AppendHeader(header)
		for _, x := range d.Windows {
			row := table.Row{x.From.String() + " – " + x.To.String(), group(int64(x.Customers)), group(int64(x.Repeaters)),
				fmt.Sprintf("%.3g", x.Observed), fmt.Sprintf("%.3g (%.3g – %.3g)", x.Yearly, x.YearlyLow, x.YearlyHigh)}
			for _, name := range d.Order {
				cell := "—"
				if v, ok := x.Parameters[name]; ok {
					cell = fmt.Sprintf("%.3g", v)
				}
				row = append(row, cell)
			}
			t.AppendRow(row)
		}
		rightAlign(t, 2, 5+len(d.Order))
		t.Render()
		fmt.Fprintln(w)
		fmt.Fprintln(w, wrap(fmt.Sprintf("All parameters alike: chi-square %.1f on %d degrees of freedom, p %.3g. Purchases in 52 weeks alike: chi-square %.1f on %d, p %.3g. Both p-values are corrected for being two (Holm).",
			d.Parameters.Statistic, d.Parameters.Degrees, d.Parameters.Adjusted, d.Yearly.Statistic, d.Yearly.Degrees, d.Yearly.Adjusted)))
	}
	for _, n := range d.Notes {
		fmt.Fprintln(w, wrap(n))
	}
}
