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
	s.Blocks = []block{{Table: inputTable(run.Input)}}
	if t := secondsTable(run.Seconds); t != nil {
		s.Blocks = append(s.Blocks, block{Table: t})
	}
	return s
}

func inputTable(in value.Input) *table {
	files := unknown
	if len(in.Files) > 0 {
		files = strings.Join(in.Files, ", ")
	}
	t := &table{Caption: "What was read", Class: "pairs"}
	add := func(label string, c cell) { t.Rows = append(t.Rows, row{Cells: []cell{name(label), c}}) }
	add("Files", txt(files))
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

func secondsTable(s map[string]float64) *table {
	if len(s) == 0 {
		return nil
	}
	steps := sortedKeys(s)
	rank := func(step string) int {
		if o, ok := stepOrder[step]; ok {
			return o
		}
		return 100
	}
	sort.SliceStable(steps, func(i, j int) bool { return rank(steps[i]) < rank(steps[j]) })
	t := &table{Caption: "Wall time by step", Class: "pairs"}
	for _, step := range steps {
		t.Rows = append(t.Rows, row{Cells: []cell{name(step), nbr(seconds(s[step]))}})
	}
	return t
}
