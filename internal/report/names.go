package report

import (
	"fmt"
	"slices"
	"sort"

	"github.com/perennial-clv/perennial/internal/value"
)

// modelName is how a model is called in print.
func modelName(id string) string {
	if id == "" {
		return "a model not named"
	}
	return value.ModelTitle(id)
}

// palette gives every transaction model of a run one colour on all charts:
// the chosen one the accent, the others what is left in order of name.
type palette struct {
	chosen string
	index  map[string]int
}

func newPalette(run value.Run) palette {
	p := palette{chosen: run.Chosen.Transactions, index: map[string]int{}}
	seen := map[string]bool{}
	for _, point := range run.Charts.Tracking {
		for m := range point.Expected {
			seen[m] = true
		}
	}
	for _, bar := range run.Charts.Frequency {
		for m := range bar.Expected {
			seen[m] = true
		}
	}
	n := 0
	for _, m := range sortedKeys(seen) {
		if m != p.chosen {
			n++
			p.index[m] = min(n, 4)
		}
	}
	return p
}

// tone is the class suffix of a model's marks.
func (p palette) tone(model string) string {
	if model == p.chosen {
		return "chosen"
	}
	return fmt.Sprintf("m%d", max(1, p.index[model]))
}

// order lists models with the chosen one last, so that it is drawn on top.
func (p palette) order(models map[string]bool) []string {
	var out []string
	names := sortedKeys(models)
	slices.Reverse(names) // a legend reads from the last one drawn
	for _, m := range names {
		if m != p.chosen {
			out = append(out, m)
		}
	}
	if models[p.chosen] {
		out = append(out, p.chosen)
	}
	return out
}

// keys is the legend of models, the chosen one first.
func (p palette) keys(shape, prefix string, models []string) []key {
	var out []key
	for i := len(models) - 1; i >= 0; i-- {
		text := modelName(models[i])
		if models[i] == p.chosen {
			text += " (chosen)"
		}
		out = append(out, key{shape, prefix + p.tone(models[i]), text})
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
