package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/value"
)

func customerCommand(s *shell) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "customer ID",
		Short:   "Everything about one customer",
		Example: "  perennial customer C0000042 --data shop",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) (err error) {
			w, err := s.open(c, true)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, w.Close()) }()
			d, err := w.Customer(c.Context(), args[0])
			if err != nil {
				return err
			}
			if asJSON {
				enc := json.NewEncoder(s.Out)
				enc.SetIndent("", "  ")
				return enc.Encode(d)
			}
			printCustomer(s.Out, d)
			return nil
		},
	}
	s.dataFlag(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print as JSON")
	return c
}

// printCustomer prints value past and predicted, and the latest orders.
func printCustomer(w io.Writer, d value.CustomerDetail) {
	x, currency := d.Score, d.Definition.Currency
	fmt.Fprintf(w, "%s: %s from %s to %s, %s paid, risk %s\n\n", x.CustomerID, counted(int64(x.Orders), "order"), x.FirstOrder, x.LastOrder,
		amount(x.HistoricValue.Float(), "money", currency), x.Risk)
	t := newTable(w)
	for _, f := range d.Figures {
		v, between := "—", ""
		if f.Value != nil {
			v = amount(*f.Value, f.Unit, currency)
		}
		if f.Low != nil && f.High != nil {
			between = fmt.Sprintf("%s – %s", amount(*f.Low, f.Unit, ""), amount(*f.High, f.Unit, ""))
		}
		t.AppendRow(table.Row{f.Title, v, between})
	}
	next := "not within " + d.Definition.Horizon
	if !x.ExpectedNextOrder.IsZero() {
		next = "by " + x.ExpectedNextOrder.String()
	}
	t.AppendRow(table.Row{"Next order more likely than not", next, ""})
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 2, Align: text.AlignRight}, {Number: 3, Align: text.AlignRight}})
	t.Render()
	fmt.Fprintln(w)
	fmt.Fprintln(w, definitionLine(d.Definition))
	for _, n := range d.Notices {
		fmt.Fprintln(w, wrap("! "+n.Text))
	}
	printOrders(w, d, currency)
}

// latestOrders is how many orders the terminal shows.
const latestOrders = 10

func printOrders(w io.Writer, d value.CustomerDetail, currency string) {
	orders := d.Orders
	older := d.MoreOrders
	if n := len(orders) - latestOrders; n > 0 {
		orders, older = orders[n:], older+int64(n)
	}
	fmt.Fprintln(w, "\nLatest orders")
	t := newTable(w)
	for _, o := range orders {
		t.AppendRow(table.Row{o.Day, o.OrderID, o.Kind, amount(o.Amount.Float(), "money", currency)})
	}
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 4, Align: text.AlignRight}})
	t.Render()
	if older > 0 {
		fmt.Fprintf(w, "and %d older ones\n", older)
	}
}
