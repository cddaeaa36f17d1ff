package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/value"
)

// moneyBook is a data directory asked about money.
type moneyBook interface {
	Value(ctx context.Context, q value.Question) (value.Ladder, error)
	Compare(ctx context.Context, q value.Question, other value.Changes) (value.Comparison, error)
}

func valueCommand(s *shell) *cobra.Command {
	var changes value.Changes
	var days periodFlags
	var compare string
	var asJSON bool
	c := &cobra.Command{
		Use:   "value",
		Short: "Show what was sold and earned, from gross sales to contribution",
		Long: `Adds up the orders, refunds and costs of the data directory, from gross sales to
contribution, by currency, and says what every figure means. Flags change the
definition for this question; perennial definition set changes it for good.

--compare asks the same question again under another definition and explains
the difference step by step.`,
		Example: `  perennial value --data shop
  perennial value --currency EUR --basis contribution --from 2026-01-01
  perennial value --compare refunds=order_date,basis=net`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			q := value.Question{Changes: changes}
			if q.Period, err = days.period(); err != nil {
				return err
			}
			var other value.Changes
			if compare != "" {
				if other, err = value.ParseChanges(compare); err != nil {
					return err
				}
			}
			w, err := s.open(c, true)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, w.Close()) }()
			book, ok := w.(moneyBook)
			if !ok {
				return errors.New("this data directory answers no questions about money")
			}
			if compare != "" {
				return s.compareValue(c.Context(), book, q, other, asJSON)
			}
			l, err := book.Value(c.Context(), q)
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(s.Out).Encode(l)
			}
			printLadder(s.Out, l)
			return nil
		},
	}
	changeFlags(c, &changes)
	days.add(c)
	s.dataFlag(c)
	c.Flags().StringVar(&compare, "compare", "", "another definition, such as refunds=order_date,basis=net")
	c.Flags().BoolVar(&asJSON, "json", false, "print the answer as JSON")
	return c
}

// compareValue asks under two definitions.
func (s *shell) compareValue(ctx context.Context, book moneyBook, q value.Question, other value.Changes, asJSON bool) error {
	x, err := book.Compare(ctx, q, other)
	if err != nil {
		return err
	}
	if asJSON {
		return json.NewEncoder(s.Out).Encode(x)
	}
	printDifference(s.Out, x)
	return nil
}

// changeFlags adds the flags that change a definition.
func changeFlags(c *cobra.Command, to *value.Changes) {
	f := c.Flags()
	f.StringVar(&to.Basis, "basis", "", "what is called value: gross, net, net_revenue or contribution (default: the workspace's, at first net_revenue)")
	f.StringVar(&to.Refunds, "refunds", "", "the day refunds count on: refund_date or order_date (at first refund_date)")
	f.StringVar(&to.Tax, "tax", "", "included or excluded (at first included)")
	f.StringVar(&to.Currency, "currency", "", "convert everything to this currency; none leaves amounts in their own")
	f.StringVar(&to.Zone, "zone", "", "time zone of the business: days begin there (at first UTC)")
	f.StringVar(&to.Identity, "identity", "", "linked: identifiers that records join are one customer's; or as_given")
	f.StringVar(&to.ServeCost, "serve-cost", "", "what answering one support ticket costs (at first 0)")
}

// periodFlags are a value.Period as text.
type periodFlags struct{ from, to, asOf string }

func (p *periodFlags) add(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&p.from, "from", "", "first day that counts, YYYY-MM-DD, in the business's zone")
	f.StringVar(&p.to, "to", "", "last day that counts")
	f.StringVar(&p.asOf, "as-of", "", "last day whose orders and refunds are seen")
}

func (p periodFlags) period() (value.Period, error) { return value.ParsePeriod(p.from, p.to, p.asOf) }

// printLadder prints the rungs a column a currency.
func printLadder(w io.Writer, l value.Ladder) {
	if len(l.Rungs) == 0 {
		fmt.Fprintln(w, "No orders or refunds count in this period.")
		printWords(w, l.Definition)
		return
	}
	columns := append([]value.Rung{}, l.Rungs...)
	heads := make([]string, len(columns))
	for i, r := range columns {
		if heads[i] = r.Currency; r.Currency == "" {
			heads[i] = "no currency"
		}
	}
	if l.Total != nil && (len(l.Rungs) > 1 || l.Rungs[0].Currency != l.Total.Currency) {
		columns, heads = append(columns, *l.Total), append(heads, "all in "+l.Total.Currency)
	}
	printRungs(w, columns, heads, l.Definition.Tax == value.TaxExcluded)
	printWords(w, l.Definition)
	for _, n := range l.Notes() {
		fmt.Fprintln(w, wrap("· "+n))
	}
}
