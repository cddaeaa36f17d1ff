package cli

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/app"
	"github.com/perennial-clv/perennial/internal/source/demo"
	"github.com/perennial-clv/perennial/internal/value"
)

func demoCommand(s *shell) *cobra.Command {
	var b demo.Business
	var noServe bool
	data := "perennial-demo"
	if v, ok := s.Env("PERENNIAL_DATA"); ok && v != "" {
		data = v
	}
	c := &cobra.Command{
		Use:   "demo",
		Short: "Make a demo business, score it and show it in the dashboard",
		Long: `Makes an invented shop with three years of orders, imports it into a data
directory, scores it and serves the dashboard. The same seed makes the same
shop. What its customers will really do after the last day is written beside
the orders (truth.csv), so predictions can be checked.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			if err := checkBusiness(b); err != nil {
				return err
			}
			s.conf.Data = data
			if url := app.RunningServer(c.Context(), data); url != "" {
				return value.Errorf(value.Unavailable, "a server already runs on %s at %s", data, url).WithHint("Open that address, or stop it first")
			}
			w, err := app.OpenWorkspace(c.Context(), data, s.conf.MemoryMB)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, w.Close()) }()
			began := time.Now()
			m := s.meter()
			run, truth, err := w.Demo(c.Context(), b, m.event)
			m.done()
			if err != nil {
				return err
			}
			fmt.Fprintf(s.Out, "%s, an invented shop. ", demo.Shop)
			printRun(s.Out, run)
			fmt.Fprintln(s.Out, wrap(fmt.Sprintf(
				"The demo knows the future: in the next 52 weeks its customers will place %s orders worth %s; expected were %s purchase days worth %s (discounted).",
				group(truth.Orders), amount(truth.Value.Float(), "money", run.Definition.Currency),
				group(int64(run.Totals.ExpectedOrders)), amount(run.Totals.PredictedValue, "money", run.Definition.Currency))))
			fmt.Fprintf(s.Out, "\nMade, imported and scored into %s in %s.\n", data, spell(time.Since(began)))
			if noServe {
				fmt.Fprintf(s.Out, "Next: perennial serve --data %s\n", data)
				return nil
			}
			return s.serve(c.Context(), w)
		},
	}
	f := c.Flags()
	f.StringVar(&data, "data", data, "data directory (PERENNIAL_DATA)")
	f.IntVar(&b.Customers, "customers", 20_000, "number of customers")
	f.Uint64Var(&b.Seed, "seed", 1, "seed: the same makes the same business")
	f.BoolVar(&noServe, "no-serve", false, "stop after scoring")
	s.addrFlag(c)
	return c
}
