package cli

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/app"
	"github.com/perennial-clv/perennial/internal/value"
)

func importCommand(s *shell) *cobra.Command {
	c := &cobra.Command{Use: "import", Short: "Take records into the data directory", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(importOrdersCommand(s))
	return c
}

func importOrdersCommand(s *shell) *cobra.Command {
	var r app.Reading
	var asJSON bool
	c := &cobra.Command{
		Use:   "orders FILE...",
		Short: "Import order logs: all of them, or none",
		Long: `Imports order logs into the data directory. Importing the same file again
changes nothing; an order that arrives with another amount replaces the older
version. Rows that cannot be used are kept apart with file, line and reason.`,
		Example: "  perennial import orders orders.csv --data shop",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, files []string) (err error) {
			if err := checkReading(r); err != nil {
				return err
			}
			w, err := s.open(c, false)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, w.Close()) }()
			m := s.meter()
			b, notices, err := w.Import(c.Context(), files, r, m.event)
			m.done()
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(s.Out).Encode(b)
			}
			printBatch(s, b, notices)
			return nil
		},
	}
	readingFlags(c, &r)
	s.dataFlag(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print the import as JSON")
	return c
}

// printBatch says what an import did.
func printBatch(s *shell, b value.Batch, notices []value.Notice) {
	fmt.Fprintln(s.Out, b.Understood)
	fmt.Fprintf(s.Out, "%s: %s orders and refunds new, %s replaced, %s unchanged", counted(b.Rows, "row"), group(b.New), group(b.Replaced), group(b.Unchanged))
	if b.Rejected > 0 {
		fmt.Fprintf(s.Out, "; %s rejected", counted(b.Rejected, "row"))
	}
	fmt.Fprintln(s.Out, ".")
	if b.Rejected > 0 {
		fmt.Fprintf(s.Out, "Why: perennial export rejected --data %s\n", s.conf.Data)
	}
	for _, n := range notices {
		fmt.Fprintln(s.Out, wrap("· "+n.Text))
	}
	if b.New+b.Replaced > 0 {
		fmt.Fprintf(s.Out, "Next: perennial score --data %s\n", s.conf.Data)
	}
}
