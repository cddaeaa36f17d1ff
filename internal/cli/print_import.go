package cli

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/perennial-clv/perennial/internal/value"
)

// nouns are the kinds of records for people, one and many.
var nouns = map[string][2]string{
	"orders": {"order", "orders"}, "order_lines": {"line", "lines"}, "refunds": {"refund", "refunds"},
	"customers": {"customer", "customers"}, "subscriptions": {"subscription", "subscriptions"},
	"subscription_changes": {"change of a subscription", "changes of subscriptions"}, "spend": {"row of spend", "rows of spend"},
	"tickets": {"ticket", "tickets"}, "reviews": {"review", "reviews"}, "survey_responses": {"answer", "answers"},
	"events": {"event", "events"}, "products": {"product", "products"},
}

// recordsText is "3,020 orders, 118 refunds".
func recordsText(records map[string]int64) string {
	kinds := make([]string, 0, len(records))
	for k := range records {
		kinds = append(kinds, k)
	}
	sort.Slice(kinds, func(i, j int) bool { return order(kinds[i]) < order(kinds[j]) })
	parts := make([]string, 0, len(kinds))
	for _, k := range kinds {
		noun, ok := nouns[k]
		if !ok {
			noun = [2]string{k, k}
		}
		name := noun[1]
		if records[k] == 1 {
			name = noun[0]
		}
		parts = append(parts, group(records[k])+" "+name)
	}
	return strings.Join(parts, ", ")
}

// order is the place of a kind in lists.
func order(kind string) int {
	return strings.Index("orders refunds order_lines customers subscriptions subscription_changes spend tickets reviews survey_responses events products", kind)
}

// reportLine says what one file held.
func reportLine(r value.FileReport) string {
	if r.Known {
		return fmt.Sprintf("%s: imported before, passed over", r.File)
	}
	parts := []string{r.Title, counted(r.Rows, "row")}
	if t := recordsText(r.Records); t != "" {
		parts = append(parts, t)
	}
	switch n := len(r.Currencies); {
	case n == 1 && r.Currencies[0] != "":
		parts = append(parts, r.Currencies[0])
	case n > 1:
		parts = append(parts, fmt.Sprintf("%d currencies (%s)", n, strings.Join(r.Currencies, ", ")))
	}
	if !r.First.IsZero() {
		parts = append(parts, fmt.Sprintf("%s to %s", r.First, r.Last))
	}
	if r.Rejected > 0 {
		parts = append(parts, counted(r.Rejected, "row")+" rejected")
	}
	return r.File + ": " + strings.Join(parts, ", ")
}

// printImported says what an import did, or would do.
func printImported(s *shell, done value.Imported, dry bool) {
	for _, r := range done.Files {
		fmt.Fprintln(s.Out, wrap(reportLine(r)+"."))
	}
	b := done.Batch
	for _, p := range done.Preview {
		printPreview(s, p)
	}
	for _, n := range done.Notices {
		mark := "·"
		if n.Level == "warning" {
			mark = "!"
		}
		fmt.Fprintln(s.Out, wrap(mark+" "+n.Text))
	}
	if dry {
		fmt.Fprintln(s.Out, "Nothing was kept: this was a dry run.")
		return
	}
	fmt.Fprintf(s.Out, "%s new, %s replaced, %s unchanged", counted(b.New, "record"), group(b.Replaced), group(b.Unchanged))
	if b.Rejected > 0 {
		fmt.Fprintf(s.Out, "; %s rejected", counted(b.Rejected, "row"))
	}
	fmt.Fprintln(s.Out, ".")
	if b.ID > 0 {
		if b.Rejected > 0 {
			fmt.Fprintf(s.Out, "Why: perennial export rejected --data %s\n", s.conf.Data)
		}
		fmt.Fprintf(s.Out, "Undo: perennial imports undo %d --data %s\n", b.ID, s.conf.Data)
	}
	if b.New+b.Replaced > 0 {
		fmt.Fprintf(s.Out, "Next: perennial score --data %s\n", s.conf.Data)
	}
}

// printPreview prints the first records of a file, kind by kind.
func printPreview(s *shell, p value.Preview) {
	fmt.Fprintf(s.Out, "\n%s begins like this:\n", p.File)
	byKind := map[string][]value.PreviewRecord{}
	var kinds []string
	for _, r := range p.Records {
		if byKind[r.Kind] == nil {
			kinds = append(kinds, r.Kind)
		}
		byKind[r.Kind] = append(byKind[r.Kind], r)
	}
	for _, k := range kinds {
		fields := fieldsOf(byKind[k])
		t := newTable(s.Out)
		header := table.Row{k}
		for _, f := range fields {
			header = append(header, f)
		}
		t.AppendHeader(header)
		for i, r := range byKind[k] {
			row := table.Row{i + 1}
			for _, f := range fields {
				row = append(row, cell(r.Fields[f]))
			}
			t.AppendRow(row)
		}
		t.Render()
	}
	fmt.Fprintln(s.Out)
}

// previewFields are the fields worth a column, in order; what a terminal has
// no room for is in --json.
var previewFields = []string{"id", "order_id", "subscription_id", "who", "at", "from", "created_at", "currency", "gross", "discount", "shipping", "tax", "total",
	"amount", "cost", "status", "channel", "campaign", "name", "sku", "quantity", "price", "score", "stars", "question", "text", "subject", "what", "plan", "email"}

// fieldsOf are the fields of records that have something to show.
func fieldsOf(records []value.PreviewRecord) (out []string) {
	for _, f := range previewFields {
		for _, r := range records {
			if cell(r.Fields[f]) != "" {
				out = append(out, f)
				break
			}
		}
		if len(out) == 9 {
			break
		}
	}
	return out
}

// cell is a field for a table.
func cell(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case map[string]any:
		for _, k := range []string{"email", "external", "id", "phone", "anonymous"} {
			if t, ok := x[k].(string); ok {
				return t
			}
		}
		return ""
	}
	return text.Trim(fmt.Sprint(v), 32)
}

// printImports lists imports.
func printImports(s *shell, all []value.Batch) {
	if len(all) == 0 {
		fmt.Fprintln(s.Out, "Nothing was imported yet. Begin with: perennial import FILE --data "+s.conf.Data)
		return
	}
	t := newTable(s.Out)
	t.AppendHeader(table.Row{"No", "When (UTC)", "Files", "New", "Replaced", "Rejected", ""})
	for _, b := range all {
		state := ""
		if !b.UndoneAt.IsZero() {
			state = "undone " + b.UndoneAt.Format("2006-01-02 15:04")
		}
		t.AppendRow(table.Row{b.ID, b.ImportedAt.Format("2006-01-02 15:04"), text.Trim(strings.Join(b.Files, ", "), 60), group(b.New), group(b.Replaced), group(b.Rejected), state})
	}
	t.SetColumnConfigs([]table.ColumnConfig{{Number: 1, Align: text.AlignRight}, {Number: 4, Align: text.AlignRight}, {Number: 5, Align: text.AlignRight}, {Number: 6, Align: text.AlignRight}})
	t.Render()
}

// printUndone says what undoing did.
func printUndone(s *shell, b value.Batch) {
	fmt.Fprintf(s.Out, "Import %d (%s) is undone.\n", b.ID, strings.Join(b.Files, ", "))
	fmt.Fprintf(s.Out, "Next: perennial score --data %s\n", s.conf.Data)
}

// batchNumber reads the number of an import.
func batchNumber(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 {
		return 0, value.Errorf(value.Invalid, "%q is not the number of an import", s).WithHint("`perennial imports` lists them")
	}
	return n, nil
}
