package cli

import (
	"fmt"
	"io"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/perennial-clv/perennial/internal/value"
)

// printRungs prints ladders side by side.
func printRungs(w io.Writer, columns []value.Rung, heads []string, taxOut bool) {
	t := newTable(w)
	header := table.Row{""}
	for _, h := range heads {
		header = append(header, h)
	}
	t.AppendHeader(header)
	line := func(label string, show func(value.Rung) string) {
		row := table.Row{label}
		for _, r := range columns {
			row = append(row, show(r))
		}
		t.AppendRow(row)
	}
	money := func(label string, of func(value.Rung) value.Amount) {
		line(label, func(r value.Rung) string { return groupMoney(of(r).String()) })
	}
	tax := "+ tax"
	if taxOut {
		tax = "(tax, left out)"
	}
	money("gross sales", func(r value.Rung) value.Amount { return r.Gross })
	money("− discounts", func(r value.Rung) value.Amount { return r.Discounts })
	money("− returns", func(r value.Rung) value.Amount { return r.Returns })
	money("= net sales", func(r value.Rung) value.Amount { return r.Net })
	money("+ shipping", func(r value.Rung) value.Amount { return r.Shipping })
	money(tax, func(r value.Rung) value.Amount { return r.Tax })
	money("= net revenue", func(r value.Rung) value.Amount { return r.NetRevenue })
	line("− cost of goods", func(r value.Rung) string {
		if r.CostKnown == nil || *r.CostKnown == 0 {
			return "not known"
		}
		return groupMoney(r.COGS.String())
	})
	money("− fees", func(r value.Rung) value.Amount { return r.Fees })
	money("− cost to serve", func(r value.Rung) value.Amount { return r.CostToServe })
	money("= contribution", func(r value.Rung) value.Amount { return r.Contribution })
	line("orders", func(r value.Rung) string { return group(r.Orders) })
	line("customers", func(r value.Rung) string { return group(r.Customers) })
	line("refunds", func(r value.Rung) string { return group(r.Refunds) })
	alignRight(t, len(columns)+1)
	t.Render()
}

// alignRight aligns all columns but the first.
func alignRight(t table.Writer, columns int) {
	configs := []table.ColumnConfig{}
	for i := 2; i <= columns; i++ {
		configs = append(configs, table.ColumnConfig{Number: i, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(configs)
}

// printWords prints what the figures mean.
func printWords(w io.Writer, d value.LadderDefinition) {
	fmt.Fprintln(w)
	fmt.Fprintln(w, "Definition")
	for _, line := range d.Words {
		fmt.Fprintln(w, wrap(line))
	}
	if p := d.Period.Words(); p != "" {
		fmt.Fprintln(w, wrap(p))
	}
}

// printDifference prints two definitions and the way from one to the other.
func printDifference(w io.Writer, x value.Comparison) {
	fmt.Fprintln(w, wrap("Here:  "+x.From.Definition.Short()))
	fmt.Fprintln(w, wrap("There: "+x.To.Definition.Short()))
	for _, f := range x.Waterfalls {
		fmt.Fprintln(w)
		t := newTable(w)
		t.AppendRow(table.Row{"here", groupMoney(f.From.String()), f.Currency})
		for _, step := range f.Steps {
			sign := ""
			if !step.Amount.IsNegative() {
				sign = "+"
			}
			t.AppendRow(table.Row{step.Label, sign + groupMoney(step.Amount.String()), ""})
		}
		t.AppendRow(table.Row{"there", groupMoney(f.To.String()), f.Currency})
		alignRight(t, 2)
		t.Render()
	}
	if len(x.Waterfalls) == 0 {
		fmt.Fprintln(w, "No orders or refunds count in this period.")
	}
	fmt.Fprintln(w)
	fmt.Fprintln(w, "The steps add up exactly. What a definition means: perennial value with its flags.")
}
