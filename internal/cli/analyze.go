package cli

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/app"
)

func analyzeCommand(s *shell) *cobra.Command {
	var a app.Analysis
	var f scoringFlags
	var asJSON bool
	c := &cobra.Command{
		Use:   "analyze FILE...",
		Short: "Score every customer of an order log: no server, no set-up",
		Long: `Reads order logs (CSV, TSV, semicolon or whitespace separated, JSON, NDJSON,
Parquet; plain, gzip or zstd; files or patterns), works out what the columns
mean, fits and backtests the models, and writes into --out:

  scores.csv, scores.parquet   one row a customer, best first (up to a million)
  summary.json                 what was read, fitted, chosen, and how well it did
  report.html                  one page to mail to a colleague
  rejected.csv                 rows that could not be used, and why

Predictions assume a margin of 100 % of spend unless --margin says otherwise.`,
		Example: `  perennial analyze orders.csv
  perennial analyze 'exports/*.csv.gz' --margin 40% --zone Europe/Berlin
  perennial analyze cdnow.txt --as-of 1997-09-30 --unit week`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, files []string) error {
			var err error
			a.Files, a.MemoryMB = files, s.conf.MemoryMB
			if a.Scoring, err = f.options(a.Reading.Zone); err != nil {
				return err
			}
			if err := checkReading(a.Reading); err != nil {
				return err
			}
			began := time.Now()
			m := s.meter()
			run, err := app.Analyze(c.Context(), a, m.event)
			m.done()
			if err != nil {
				return err
			}
			if asJSON {
				enc := json.NewEncoder(s.Out)
				enc.SetIndent("", "  ")
				return enc.Encode(run)
			}
			if s.quiet {
				return nil
			}
			printRun(s.Out, run)
			fmt.Fprintf(s.Out, "\nWrote scores, summary and report to %s in %s. Open %s/report.html.\n", a.Out, spell(time.Since(began)), a.Out)
			return nil
		},
	}
	readingFlags(c, &a.Reading)
	f.add(c)
	c.Flags().StringVar(&a.Out, "out", "perennial-out", "directory for the results")
	c.Flags().BoolVar(&asJSON, "json", false, "print summary.json instead of text")
	c.Flags().BoolVar(&s.quiet, "quiet", false, "print nothing but errors")
	return c
}
