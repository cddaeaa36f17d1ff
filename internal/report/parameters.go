package report

import (
	"sort"

	"github.com/perennial-clv/perennial/internal/value"
)

// parameterOrder is the order of the papers; other names follow by alphabet.
var parameterOrder = map[string]int{"r": 1, "alpha": 2, "s": 3, "beta": 4, "a": 5, "b": 6, "p": 7, "q": 8, "gamma": 9, "v": 9}

func parameterTable(fits []value.Fit, chosen value.Chosen) *table {
	t := &table{Caption: "Parameters", Class: "params", Head: []cell{txt("Model"), txt("Parameter"), nbr("Estimate"), nbr("Standard error")}}
	for _, f := range fits {
		names := parameterNames(f.Parameters)
		for i, p := range names {
			r := row{Cells: []cell{txt(parameterName(p)), nbr(significant(f.Parameters[p], 5)), errorCell(f, p)}}
			if i == 0 {
				first := modelCell(f.Name, isChosen(f.Name, chosen))
				first.Span = len(names)
				r = row{Class: "first", Cells: append([]cell{first}, r.Cells...)}
			}
			t.Rows = append(t.Rows, r)
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

func parameterNames(p map[string]float64) []string {
	names := sortedKeys(p)
	rank := func(n string) int {
		if o, ok := parameterOrder[n]; ok {
			return o
		}
		return 100
	}
	sort.SliceStable(names, func(i, j int) bool { return rank(names[i]) < rank(names[j]) })
	return names
}

var greek = map[string]string{"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ"}

// parameterName writes a parameter as the papers do.
func parameterName(p string) string {
	if g, ok := greek[p]; ok {
		return g
	}
	return p
}

func errorCell(f value.Fit, parameter string) cell {
	if v, ok := f.StandardErrors[parameter]; ok && finite(v) {
		return nbr(significant(v, 2))
	}
	return cell{Text: unknown, Class: "n", Tip: "Not known: the information matrix is not positive definite"}
}
