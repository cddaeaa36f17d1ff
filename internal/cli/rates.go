package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/value"
)

// ratesBook is a data directory that keeps rates of exchange.
type ratesBook interface {
	ImportRates(ctx context.Context, path, base string, perBase bool) (value.Change, error)
	Rates(ctx context.Context) ([]value.RateSeries, error)
}

func ratesCommand(s *shell) *cobra.Command {
	c := &cobra.Command{Use: "rates", Short: "Import and list rates of exchange", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(ratesImportCommand(s), ratesListCommand(s))
	return c
}

// withRates opens the data directory for a question about rates.
func (s *shell) withRates(c *cobra.Command, mustExist bool, ask func(ratesBook) error) (err error) {
	w, err := s.open(c, mustExist)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	book, ok := w.(ratesBook)
	if !ok {
		return value.Errorf(value.Unavailable, "a server runs on this data directory, and it does not take rates").WithHint("Stop the server first")
	}
	return ask(book)
}

func ratesImportCommand(s *shell) *cobra.Command {
	var base string
	var perBase, asJSON bool
	c := &cobra.Command{
		Use:   "import FILE",
		Short: "Import rates of exchange from a CSV file: all of them, or none",
		Long: `Imports rates of exchange, in one of two forms:

  date,currency,rate,base   one unit of currency is rate units of base
  Date,USD,JPY,...          a column a currency, units of it for one euro, as in
                            the European Central Bank's eurofxref-hist.csv

Two currencies are converted through one that both have rates with. On a day
without a rate the latest of the seven days before is used; without one there
is an error, never a rate of 1.`,
		Example: `  perennial rates import eurofxref-hist.csv --data shop
  perennial rates import rates.csv --base EUR`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, files []string) error {
			base = strings.ToUpper(base)
			if base != "" && !value.IsCurrency(base) {
				return value.Errorf(value.Invalid, "--base: %q is not a currency code", base).WithHint("Write three letters, such as EUR")
			}
			return s.withRates(c, false, func(book ratesBook) error {
				n, err := book.ImportRates(c.Context(), files[0], base, perBase)
				if err != nil {
					return err
				}
				if asJSON {
					return json.NewEncoder(s.Out).Encode(n)
				}
				fmt.Fprintf(s.Out, "%s new, %s replaced, %s unchanged.\n", counted(n.New, "rate"), group(n.Replaced), group(n.Unchanged))
				return nil
			})
		},
	}
	s.dataFlag(c)
	c.Flags().StringVar(&base, "base", "", "currency the rates are in, where the file does not say (a column a currency: EUR)")
	c.Flags().BoolVar(&perBase, "per-base", false, "rates are units of the currency for one of the base")
	c.Flags().BoolVar(&asJSON, "json", false, "print the counts as JSON")
	return c
}

func ratesListCommand(s *shell) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "list", Short: "List the rates of exchange the data directory has", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return s.withRates(c, true, func(book ratesBook) error {
				all, err := book.Rates(c.Context())
				if err != nil {
					return err
				}
				if asJSON {
					return json.NewEncoder(s.Out).Encode(all)
				}
				if len(all) == 0 {
					fmt.Fprintln(s.Out, "There are no rates. Import some with `perennial rates import FILE`.")
					return nil
				}
				t := newTable(s.Out)
				t.AppendHeader(table.Row{"one", "is", "in", "days", "first", "last", "from"})
				for _, r := range all {
					t.AppendRow(table.Row{r.Currency, r.Latest, r.Base, group(r.Days), r.First, r.Last, r.Source})
				}
				t.Render()
				return nil
			})
		},
	}
	s.dataFlag(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print the list as JSON")
	return c
}
