package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/perennial-clv/perennial/internal/value"
)

// judge is a data directory whose data can be judged.
type judge interface {
	Quality(ctx context.Context) (value.Quality, error)
}

func qualityCommand(s *shell) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "quality", Short: "Say what to know of the data before trusting figures made of it", Args: cobra.NoArgs,
		Long: `Looks at everything kept: how fresh it is, days without orders, orders that may
be copies or that two sources both have, orders out of all proportion, orders of
nobody, refunds that do not fit, and rows that imports left out. Each is said
with what it means and what to do.`,
		Example: "  perennial quality --data shop\n  perennial quality --json | jq '.findings[] | select(.severity == \"problem\")'",
		RunE: func(c *cobra.Command, _ []string) (err error) {
			w, err := s.open(c, true)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, w.Close()) }()
			j, ok := w.(judge)
			if !ok {
				return value.Errorf(value.Internal, "the data directory cannot be judged")
			}
			q, err := j.Quality(c.Context())
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(s.Out).Encode(q)
			}
			printQuality(s, q)
			return nil
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print what was found as JSON")
	s.dataFlag(c)
	return c
}

// Quality asks the server.
func (r remote) Quality(ctx context.Context) (q value.Quality, err error) {
	return q, r.call(ctx, http.MethodGet, "/quality", "", nil, &q)
}

// printQuality prints what is kept and what was found.
func printQuality(s *shell, q value.Quality) {
	if len(q.Sources) == 0 {
		fmt.Fprintln(s.Out, "Nothing is kept yet.")
		return
	}
	rows := make([][]string, 0, len(q.Sources))
	for _, x := range q.Sources {
		since := ""
		if x.DaysSince != nil {
			since = group(int64(*x.DaysSince))
		}
		name := x.Source
		if name == "" {
			name = "plain logs"
		}
		rows = append(rows, []string{name, strings.ReplaceAll(x.Kind, "_", " "), group(x.Records), group(x.Unidentified), x.First.String(), x.Last.String(), since})
	}
	fmt.Fprint(s.Out, columns([]string{"source", "kind", "records", "of nobody", "first", "last", "days since"}, rows))
	words := map[string]string{value.Serious: "WRONG", value.Warning: "take care", value.Note: "note", value.Good: "good"}
	for _, f := range q.Findings {
		fmt.Fprintf(s.Out, "\n%-10s %s\n", words[f.Severity], f.Title)
		if f.Severity == value.Good {
			continue
		}
		for _, line := range []string{f.Means, f.Do} {
			if line != "" {
				fmt.Fprintln(s.Out, text.WrapSoft(line, 100))
			}
		}
		for _, e := range f.Examples {
			fmt.Fprintln(s.Out, "  "+exampleLine(e))
		}
	}
	if len(q.Rejected) > 0 {
		fmt.Fprintln(s.Out, "\nRows left out (perennial export rejected lists them):")
	}
	for _, r := range q.Rejected {
		fmt.Fprintf(s.Out, "  import %d, %s: %d × %s %q (first in line %d)\n", r.Import, r.File, r.Rows, strings.TrimSpace(r.Column+" "+r.Reason), r.Value, r.Line)
	}
}

// exampleLine is one thing found, in a line.
func exampleLine(e value.FindingExample) string {
	var parts []string
	if !e.From.IsZero() {
		parts = append(parts, e.From.String()+" to "+e.To.String())
	}
	if !e.At.IsZero() {
		parts = append(parts, e.At.Format("2006-01-02 15:04"))
	}
	if e.Amount != nil {
		parts = append(parts, strings.TrimSpace(e.Amount.String()+" "+e.Currency))
	}
	for _, p := range []string{e.Record, e.Customer, e.Says} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "  ")
}

// columns lays rows out under a header.
func columns(header []string, rows [][]string) string {
	wide := make([]int, len(header))
	for _, row := range append([][]string{header}, rows...) {
		for i, cell := range row {
			wide[i] = max(wide[i], len([]rune(cell)))
		}
	}
	var b strings.Builder
	for _, row := range append([][]string{header}, rows...) {
		for i, cell := range row {
			if i >= 2 && i != 4 && i != 5 {
				fmt.Fprintf(&b, "%*s  ", wide[i], cell)
				continue
			}
			fmt.Fprintf(&b, "%-*s  ", wide[i], cell)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
