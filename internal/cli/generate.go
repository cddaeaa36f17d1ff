package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/app"
	"github.com/perennial-clv/perennial/internal/source/demo"
	"github.com/perennial-clv/perennial/internal/value"
)

func generateCommand(s *shell) *cobra.Command {
	c := &cobra.Command{Use: "generate", Short: "Make data of any size for trying and measuring", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	var b demo.Business
	var out string
	orders := &cobra.Command{
		Use:     "orders",
		Short:   "Write the demo business's order log at any size",
		Example: "  perennial generate orders --customers 1000000 --out orders.csv",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := checkBusiness(b); err != nil {
				return err
			}
			g, err := demo.New(b)
			if err != nil {
				return value.Errorf(value.Invalid, "generate: %w", err)
			}
			if out == "-" {
				_, err := g.Orders(c.Context(), s.Out, nil)
				return err
			}
			return s.generate(c.Context(), g, b.Customers, out)
		},
	}
	f := orders.Flags()
	f.IntVar(&b.Customers, "customers", 20_000, "number of customers")
	f.Uint64Var(&b.Seed, "seed", 1, "seed: the same makes the same log")
	f.StringVar(&out, "out", "orders.csv", "file to write, or - for standard output")
	f.BoolVar(&b.ByCustomer, "by-customer", false, "write customer by customer instead of by time: faster for huge logs")
	c.AddCommand(orders)
	return c
}

// checkBusiness refuses a business of nobody: zero would mean the default.
func checkBusiness(b demo.Business) error {
	if b.Customers < 1 {
		return value.Errorf(value.Invalid, "--customers: a business of %d customers is none", b.Customers)
	}
	return nil
}

// generate writes a log into a file.
func (s *shell) generate(ctx context.Context, g *demo.Generator, customers int, out string) error {
	began := time.Now()
	m := s.meter()
	var stats demo.Stats
	err := app.WriteWhole(out, func(w io.Writer) (err error) {
		stats, err = g.Orders(ctx, w, func(_, done int) {
			m.event(app.Event{Step: "writing orders", Share: float64(done) / float64(max(customers, 1))})
		})
		return err
	})
	m.done()
	if err != nil {
		if ctx.Err() != nil {
			return errors.Join(ctx.Err(), err)
		}
		return err
	}
	fmt.Fprintf(s.Out, "Wrote %s orders and %s refunds of %s customers to %s in %s.\n",
		group(int64(stats.Orders)), group(int64(stats.Refunds)), group(int64(stats.Customers)), out, spell(time.Since(began)))
	return nil
}
