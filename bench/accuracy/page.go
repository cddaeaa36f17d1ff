package accuracy

import (
	_ "embed"
	"fmt"
	"math"
	"strings"
	"text/template"
)

// page is docs/accuracy.md without its numbers.
//
//go:embed page.md.tmpl
var page string

type judgedSet struct {
	Set
	Splits []split
}

// split is what judge.py says of one split.
type split struct {
	Cut, End                            string
	Days, Customers                     int
	Purchases, Spent, Bought, Repeaters float64
	Models, Value                       []row
	Compare                             map[string]comparison
	Chosen, Spend                       string
	SpendDays                           string `json:"spend_days"` // that Gamma-Gamma was fitted to
	ChosenSeen                          string `json:"chosen_seen"`
}

// row is one model's record; pointers are what may be missing.
type row struct {
	Who, Model, Is, Note                 string
	Bias, RMSE, MAE, Gini, Spearman, AUC *float64
	TopShare                             *float64 `json:"top_share"`
	LogScore                             *float64 `json:"log_score"`
	Told                                 *float64
	Above, Below                         *float64
	AboveRepeat                          *float64 `json:"above_repeat"`
	BelowRepeat                          *float64 `json:"below_repeat"`
	Predicted, Low, High                 float64
}

// comparison is ours beside the best of the peer's, by one measure.
type comparison struct {
	Model        string
	Ours, Theirs *float64
	Difference   *float64
	StdErr       *float64
}

var titles = map[string]string{
	"bg-nbd": "BG/NBD", "mbg-nbd": "MBG/NBD", "pareto-nbd": "Pareto/NBD", "nbd": "NBD", "stacked": "stacked",
	"learned": "stacked, corrected", "naive": "naive rule", "gamma-gamma": "Gamma-Gamma",
}

func title(name string) string {
	if t := titles[name]; t != "" {
		return t
	}
	return name
}

func render(machine map[string]string, sets []judgedSet) string {
	t := template.Must(template.New("page").Funcs(template.FuncMap{
		"models": modelTable, "value": valueTable, "cover": coverage, "title": title, "percent": share,
	}).Parse(page))
	var text strings.Builder
	err := t.Execute(&text, map[string]any{"Machine": machine, "Sets": sets, "Summary": summary(sets), "Verdict": verdict(sets)})
	if err != nil {
		panic(err) // the page and its fields are ours
	}
	return text.String()
}

func modelTable(s split) string {
	rows := [][]string{}
	for _, r := range s.Models {
		name := title(r.Model)
		switch {
		case r.Model == "chosen":
			name = "**chosen: " + title(r.Is) + "**"
		case r.Is != "" && r.Is != r.Model:
			name += " (fell back to " + title(r.Is) + ")"
		}
		if r.Note != "" {
			name += " (" + r.Note + ")"
		}
		rows = append(rows, []string{r.Who, name, signed(r.Bias), digits(r.RMSE, 4), digits(r.MAE, 4), digits(r.Gini, 4),
			digits(r.Spearman, 4), digits(r.TopShare, 4), digits(r.AUC, 4), digits(r.LogScore, 4)})
	}
	return table([]string{"", "model", "bias", "RMSE", "MAE", "Gini", "Spearman", "top tenth", "AUC", "log score"}, 2, rows)
}

func valueTable(s split) string {
	rows := [][]string{}
	for _, r := range s.Value {
		name := title(r.Model) + " × Gamma-Gamma"
		if r.Model == "chosen" {
			name = "**chosen: " + title(s.Chosen) + " × " + title(s.Spend) + "**"
			if s.SpendDays == "all" {
				name += " (of all purchase days)"
			}
		} else if r.Note != "" {
			name += " (" + r.Note + ")"
		}
		rows = append(rows, []string{r.Who, name, signed(r.Bias), digits(r.RMSE, 2), digits(r.MAE, 2), digits(r.Gini, 4), digits(r.Spearman, 4), digits(r.TopShare, 4)})
	}
	return table([]string{"", "spend", "bias", "RMSE", "MAE", "Gini", "Spearman", "top tenth"}, 2, rows)
}

// coverage says in one sentence whether the intervals hold.
func coverage(s split) string {
	if len(s.Value) == 0 || s.Value[0].Above == nil {
		return ""
	}
	v := s.Value[0]
	in := "inside"
	if s.Spent < v.Low || s.Spent > v.High {
		in = "**outside**"
	}
	return fmt.Sprintf("Of the customers' 90 %% intervals %s hold what was spent: %s spent more than `clv_high`, %s less than `clv_low` (of those with repeat purchases %s and %s). The total, %s, is %s its interval, %s to %s.",
		share(1-*v.Above-*v.Below), share(*v.Above), share(*v.Below), share(*v.AboveRepeat), share(*v.BelowRepeat),
		thousands(s.Spent), in, thousands(v.Low), thousands(v.High))
}

// table is Markdown; the first columns are text, the others numbers.
func table(header []string, text int, rows [][]string) string {
	var b strings.Builder
	line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	line(header)
	rule := make([]string, len(header))
	for i := range rule {
		rule[i] = "---:"
		if i < text {
			rule[i] = "---"
		}
	}
	line(rule)
	for _, r := range rows {
		line(r)
	}
	return b.String()
}

func digits(v *float64, n int) string {
	if v == nil {
		return "–"
	}
	return fmt.Sprintf("%.*f", n, *v)
}

func signed(v *float64) string {
	if v == nil {
		return "–"
	}
	return fmt.Sprintf("%+.1f %%", 100**v)
}

func share(v float64) string { return fmt.Sprintf("%.1f %%", 100*v) }

// thousands groups digits: 1,234,567.
func thousands(v float64) string {
	s := fmt.Sprintf("%.0f", math.Abs(v))
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if v < 0 {
		return "-" + s
	}
	return s
}
