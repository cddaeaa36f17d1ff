package cli

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

func scoreCommand(s *shell) *cobra.Command {
	var f scoringFlags
	var zone string
	var asJSON bool
	c := &cobra.Command{
		Use:   "score",
		Short: "Score every customer of the data directory",
		Long: `Scores every customer from the orders and refunds that are kept, under the
directory's definition of value (perennial definition show), and replaces the
scores there were. Spend, tickets, reviews and the like are kept beside.`,
		Example: "  perennial score --data shop --margin 40%",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			o, err := f.options(zone)
			if err != nil {
				return err
			}
			w, err := s.open(c, true)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, w.Close()) }()
			m := s.meter()
			run, err := w.Score(c.Context(), o, m.event)
			m.done()
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(s.Out).Encode(run)
			}
			printRun(s.Out, run)
			fmt.Fprintf(s.Out, "\nNext: perennial serve --data %s\n", s.conf.Data)
			return nil
		},
	}
	f.add(c)
	s.dataFlag(c)
	c.Flags().StringVar(&zone, "zone", "", "time zone of the business: days begin there (default: the definition's, at first UTC)")
	c.Flags().BoolVar(&asJSON, "json", false, "print the run as JSON")
	return c
}
