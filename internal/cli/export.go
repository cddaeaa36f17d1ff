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
	c.AddCommand(scores, exportRejectedCommand(s))
	return c
}

// exportRejectedCommand writes down what an import left out.
func exportRejectedCommand(s *shell) *cobra.Command {
	var out string
	var batch int64
	c := &cobra.Command{
		Use:     "rejected",
		Short:   "Write the rows an import left out, with file, line and reason",
		Example: "  perennial export rejected --import 3 --data shop",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			w, err := s.open(c, true)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, w.Close()) }()
			b, err := w.ExportRejected(c.Context(), batch, out)
			if err != nil {
				return err
			}
			fmt.Fprintf(s.Out, "Wrote %s: %s of import %d.\n", out, counted(b.Rejected, "rejected row"), b.ID)
			return nil
		},
	}
	c.Flags().StringVar(&out, "out", "rejected.csv", "file to write")
	c.Flags().Int64Var(&batch, "import", 0, "number of the import (default: the latest)")
	s.dataFlag(c)
	return c
}
