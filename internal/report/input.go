package report

import (
	"sort"
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

var stepOrder = map[string]int{"read": 1, "summarise": 2, "fit": 3, "backtest": 4, "score": 5, "write": 6}

// inputSection says what was read and how it was understood.
func inputSection(run value.Run) section {
	s := section{ID: "input", Title: "Input", Says: run.Input.Understood}
	if len(run.Input.Files) > 0 {
		s.Read = []string{"Read from " + strings.Join(run.Input.Files, ", ") + "."}
	}
	s.Blocks = []block{{Table: inputTable(run.Input), Note: timings(run.Seconds)}}
	return s
}

func inputTable(in value.Input) *table {
	t := &table{Caption: "What was read", Class: "pairs"}
	add := func(label string, c cell) { t.Rows = append(t.Rows, row{Cells: []cell{name(label), c}}) }
	add("Rows read", nbr(count(in.Rows)))
	add("Rows accepted", nbr(count(in.Accepted)))
	add("Rows rejected", nbr(count(in.Rejected)))
	add("Rows of an order that a later file brought again", nbr(count(in.Duplicates)))
	add("Rows after as-of, used only to judge predictions", nbr(count(in.AfterAsOf)))
	add("Orders of identified customers", nbr(count(in.Orders)))
	add("Refunds and cancellations", nbr(count(in.Refunds)))
	add("Customers", nbr(count(in.Customers)))
	return t
}

// timings is the wall time by step, in the order of the steps.
func timings(s map[string]float64) string {
	if len(s) == 0 {
		return ""
	}
	steps := sortedKeys(s)
	rank := func(step string) int {
		if o, ok := stepOrder[step]; ok {
			return o
		}
		return 100
	}
	sort.SliceStable(steps, func(i, j int) bool { return rank(steps[i]) < rank(steps[j]) })
	for i, step := range steps {
		steps[i] = step + "\u00a0" + seconds(s[step])
	}
	return "Time taken: " + strings.Join(steps, " · ") + "."
}
