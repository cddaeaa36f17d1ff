package cli

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/perennial-clv/perennial/internal/value"
)

// printRun prints a run as a shop owner and an analyst read it.
func printRun(w io.Writer, run value.Run) {
	in := run.Input
	fmt.Fprintln(w, in.Understood)
	fmt.Fprintf(w, "%s of %s, %s to %s", counted(in.Orders, "order"), counted(in.Customers, "customer"), in.First, in.Last)
	if in.Rejected > 0 {
		fmt.Fprintf(w, "; %s of %s rows rejected", group(in.Rejected), group(in.Rows))
	}
	fmt.Fprintln(w, ".")
	fmt.Fprintln(w)
	printHeadline(w, run)
	fmt.Fprintln(w)
	fmt.Fprintln(w, definitionLine(run.Definition))
	if run.Chosen.Reason != "" {
		fmt.Fprintln(w, wrap("Model: "+run.Chosen.Reason))
	}
	printBacktest(w, run)
	for _, n := range run.Notices {
		mark := "·"
		if n.Level == "warning" {
			mark = "!"
		}
		fmt.Fprintln(w, wrap(mark+" "+n.Text))
	}
}

// printHeadline prints the four numbers.
func printHeadline(w io.Writer, run value.Run) {
	t := newTable(w)
	for _, f := range run.Headline {
		v := "—"
		if f.Value != nil {
			v = amount(*f.Value, f.Unit, run.Definition.Currency)
		}
		between := ""
		if f.Low != nil && f.High != nil {
			between = fmt.Sprintf("%s – %s", amount(*f.Low, f.Unit, ""), amount(*f.High, f.Unit, ""))
		}
		t.AppendRow(table.Row{f.Title, v, between})
	}
	t.AppendRow(table.Row{"They have paid so far", strings.TrimSpace(run.Definition.Currency + " " + groupMoney(run.Totals.HistoricValue.StringFixed(2))), ""})
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 2, Align: text.AlignRight}, {Number: 3, Align: text.AlignRight}})
	t.Render()
}

// printBacktest prints how the models did on days they had not seen.
func printBacktest(w io.Writer, run value.Run) {
	b := run.Backtest
	if b == nil {
		return
	}
	fmt.Fprintf(w, "\nBacktest: %d days after %s, %s customers\n", b.HoldoutDays, b.CalibrationEnd, group(b.Customers))
	t := newTable(w)
	t.AppendHeader(table.Row{"model", "predicted", "actual", "bias", "RMSE", "Gini", "log score", ""})
	for _, m := range b.Models {
		chosen := ""
		if m.Chosen {
			chosen = "chosen"
		}
		t.AppendRow(table.Row{m.Name, group(int64(math.Round(m.Predicted))), group(int64(math.Round(m.Actual))),
			bias(m), fmt.Sprintf("%.3f", m.RMSE), fmt.Sprintf("%.3f", m.Gini), fmt.Sprintf("%.4f", m.LogScore), chosen})
	}
	configs := []table.ColumnConfig{}
	for i := 2; i <= 7; i++ {
		configs = append(configs, table.ColumnConfig{Number: i, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(configs)
	t.Render()
	fmt.Fprintln(w)
}

// newTable is the one look of tables.
func newTable(w io.Writer) table.Writer {
	t := table.NewWriter()
	t.SetOutputMirror(w)
	style := table.StyleLight
	style.Options = table.OptionsNoBordersAndSeparators
	style.Format.Header = text.FormatDefault
	t.SetStyle(style)
	return t
}

// definitionLine is what the numbers mean, in a line.
func definitionLine(d value.Definition) string {
	basis, _, _ := strings.Cut(d.Basis, ":")
	parts := []string{basis, "refunds " + cutWords(d.Refunds), d.Horizon, fmt.Sprintf("%g %% a year", 100*d.Discount), fmt.Sprintf("margin %g %%", 100*d.Margin)}
	if d.Currency != "" {
		parts = append(parts, d.Currency)
	}
	parts = append(parts, "days in "+d.Zone, "as of "+d.AsOf.String(), fmt.Sprintf("intervals %g %%", 100*d.Interval))
	return "Definition: " + strings.Join(parts, " · ")
}

// cutWords is the first part of a sentence.
func cutWords(s string) string {
	s, _, _ = strings.Cut(s, ";")
	return s
}

// amount prints a figure in its unit.
func amount(v float64, unit, currency string) string {
	switch unit {
	case "money":
		s := groupMoney(strconv.FormatFloat(v, 'f', 2, 64))
		if math.Abs(v) >= 10_000 {
			s = groupMoney(strconv.FormatFloat(v, 'f', 0, 64))
		}
		return strings.TrimSpace(currency + " " + s)
	case "share":
		return fmt.Sprintf("%.1f %%", 100*v)
	}
	return fmt.Sprintf("%.1f", v)
}

// group prints a count with separated thousands.
func group(n int64) string { return groupMoney(strconv.FormatInt(n, 10)) }

// counted prints a number of things.
func counted(n int64, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return group(n) + " " + thing
}

// groupMoney separates the thousands of a decimal number.
func groupMoney(s string) string {
	sign, rest := "", s
	if strings.HasPrefix(s, "-") {
		sign, rest = "-", s[1:]
	}
	whole, fraction, found := strings.Cut(rest, ".")
	var b strings.Builder
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if found {
		return sign + b.String() + "." + fraction
	}
	return sign + b.String()
}

// wrap folds a paragraph, later lines indented.
func wrap(s string) string {
	const width = 96
	var b strings.Builder
	line := 0
	for i, word := range strings.Fields(s) {
		n := len([]rune(word))
		if i > 0 && line+1+n > width {
			b.WriteString("\n  ")
			line = 2
		} else if i > 0 {
			b.WriteByte(' ')
			line++
		}
		b.WriteString(word)
		line += n
	}
	return b.String()
}
