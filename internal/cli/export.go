package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

func exportCommand(s *shell) *cobra.Command {
	c := &cobra.Command{Use: "export", Short: "Take results out of the data directory", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	var out string
	scores := &cobra.Command{
		Use:     "scores",
		Short:   "Write one row a customer, best first, as CSV or Parquet",
		Example: "  perennial export scores --out scores.parquet --data shop",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			w, err := s.open(c, true)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, w.Close()) }()
			if err := w.ExportScores(c.Context(), out); err != nil {
				return err
			}
			fmt.Fprintf(s.Out, "Wrote %s.\n", out)
			return nil
		},
	}
	scores.Flags().StringVar(&out, "out", "scores.csv", "file to write; .parquet for Parquet")
	s.dataFlag(scores)
	c.AddCommand(scores)
	return c
}
