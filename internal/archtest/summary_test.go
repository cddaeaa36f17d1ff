package archtest

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/value"
)

const summaryIntro = `# summary.json

One object: what was read, what the numbers mean, what was fitted, how it did
on days it had not seen, what was chosen and why. ` + "`perennial analyze`" + ` writes it,
` + "`--json`" + ` prints it, and ` + "`GET /api/v1/run`" + ` answers with it. ` + "`make docs`" + ` writes this
page from the type ` + "`value.Run`" + `.

## What stays as it is

` + "`version`" + ` is the version of the shape. Within a version, fields keep their names,
types and meanings; new fields may appear, so readers should pass over names
they do not know. A field is renamed, removed or given another meaning only
with a higher version and a line in the changelog.

Conventions: keys are in snake case (` + "`T`" + ` is written as in the papers). Dates are
YYYY-MM-DD, empty when there is none. Exact money is a number with all its
decimals, in major units of ` + "`definition.currency`" + `; other money is a binary
floating-point number. Shares are between 0 and 1. A list is never null; an
answer the data cannot support is null, and ` + "`notices`" + ` says why.
`

// meanings add to the doc tags of package value what their names say there.
var meanings = map[string]string{
	"Run.input":                "What was read",
	"Run.definition":           "What the numbers mean",
	"Run.models":               "Every model fitted, to all data up to as-of",
	"Run.chosen":               "The models behind the scores",
	"Run.totals":               "Sums over all customers",
	"Run.notices":              "What a reader must know beside the numbers",
	"Run.charts":               "The aggregates behind the charts",
	"Input.files":              "As named on the command line, patterns resolved",
	"Input.rows":               "Rows found: accepted and rejected",
	"Input.accepted":           "Rows taken in",
	"Input.rejected":           "Rows left out; rejected.csv lists them",
	"Input.customers":          "Customers with an order or a refund up to as-of",
	"Input.first":              "Day of the first order or refund",
	"Input.last":               "Day of the last order or refund up to as-of",
	"Fit.name":                 "The model",
	"Fit.aic":                  "2 k - 2 log L, k parameters",
	"Fit.bic":                  "k log n - 2 log L, n customers",
	"Fit.customers":            "Customers the fit learnt from",
	"Fit.distinct_rows":        "Distinct histories among them",
	"Fit.converged":            "Whether the search ended at a proper maximum",
	"Fit.gradient_norm":        "Scaled gradient where the search ended",
	"Fit.iterations":           "Steps of the search",
	"Fit.seconds":              "Wall time of the fit",
	"Backtest.calibration_end": "Last day the backtested models saw",
	"Backtest.holdout_days":    "Days after it that were predicted",
	"Backtest.models":          "One record a model",
	"BacktestModel.name":       "The model",
	"BacktestModel.predicted":  "Expected repeat purchase days in the hold-out, all customers",
	"BacktestModel.actual":     "Purchase days that happened",
	"BacktestModel.mae":        "Mean absolute error a customer",
	"BacktestModel.rmse":       "Root mean squared error a customer",
	"BacktestModel.spearman":   "Rank correlation of predicted with actual, ties averaged",
	"BacktestModel.chosen":     "Whether the scores come from this model",
	"BacktestValue.predicted":  "Expected net spend in the hold-out, undiscounted, margin 1",
	"BacktestValue.actual":     "Net spend of the same customers",
	"BacktestValue.bias":       "predicted / actual - 1",
	"Chosen.transactions":      "Model of purchases; cohort-average when no model could be fitted",
	"Chosen.spend":             "gamma-gamma, or mean-spend when it could not be fitted",
	"Chosen.reason":            "One sentence",
	"Totals.predicted_value":   "Sum of clv",
	"Totals.predicted_low":     "Lower end of its interval",
	"Totals.predicted_high":    "Upper end of its interval",
	"Totals.expected_orders":   "Sum of expected_orders",
	"Figure.key":               "Stable name: new_customer_12m, predicted_value, come_back, value_at_risk",
	"Figure.title":             "For people",
	"Figure.low":               "Lower end of the interval; null without one",
	"Figure.high":              "Upper end of the interval; null without one",
	"Figure.unit":              "What the value is counted in",
	"Figure.formula":           "How it is computed, in words",
	"Figure.track_record":      "How the same method did before",
	"Step.label":               "What the number is",
	"Step.value":               "The number",
	"Step.unit":                "What it is counted in",
	"Notice.level":             "How much it matters",
	"Notice.code":              "Stable name",
	"Notice.text":              "One or two sentences",
	"Charts.revenue_by_month":  "Net revenue by calendar month",
	"Charts.cohorts":           "Spend by cohort of first order",
	"Charts.tracking":          "Cumulative repeat orders, actual and expected",
	"Charts.frequency":         "Customers by number of repeat purchase days",
	"Charts.calibration":       "Predicted against actual, by tenth of customers",
	"Charts.alive_matrix":      "P(alive) by recency and frequency",
	"MonthRevenue.orders":      "Orders in the month",
	"Concentration.customers":  "Share of customers, best first",
	"Concentration.historic":   "Share of historic value they hold",
	"Concentration.predicted":  "Share of predicted value held by as many, best by CLV first",
	"Cohort.month":             "First day of the cohort's period",
	"Cohort.customers":         "Customers in the cohort",
	"TrackingPoint.day":        "Day the sums reach to",
	"TrackingPoint.actual":     "Repeat purchase days so far",
	"FrequencyBar.frequency":   "Repeat purchase days",
	"FrequencyBar.or_more":     "Whether the bar holds all above, too",
	"FrequencyBar.actual":      "Customers",
	"FrequencyBar.expected":    "Customers expected, by model name",
	"CalibrationBin.model":     "The model",
	"CalibrationBin.customers": "Customers in the tenth",
	"CalibrationBin.actual":    "Mean actual orders a customer",
	"CalibrationBin.high":      "Upper end of that interval",
	"AliveMatrix.model":        "The model",
	"AliveMatrix.frequency":    "The columns",
	"AliveMatrix.recency":      "The rows, in model units",
	"Score.customer_id":        "As in the log",
	"Score.last_order":         "Day of the last order up to as-of",
	"Score.risk":               "How likely it is that the customer has left",
}

// summaryPage lists every field of value.Run.
func summaryPage(t *testing.T) []byte {
	var page bytes.Buffer
	page.WriteString(summaryIntro)
	queue := []reflect.Type{reflect.TypeFor[value.Run]()}
	seen := map[reflect.Type]bool{queue[0]: true}
	used := map[string]bool{}
	for ; len(queue) > 0; queue = queue[1:] {
		record := queue[0]
		title := "`" + record.Name() + "`"
		if record.Name() == "Run" {
			title = "The object"
		}
		fmt.Fprintf(&page, "\n## %s\n\n| field | type | meaning |\n| --- | --- | --- |\n", title)
		for _, f := range reflect.VisibleFields(record) {
			if f.Anonymous {
				continue // its fields are listed in its place
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			owner := record
			if len(f.Index) > 1 {
				owner = record.Field(f.Index[0]).Type
			}
			key := owner.Name() + "." + name
			meaning := f.Tag.Get("doc")
			if m, ok := meanings[key]; ok {
				meaning, used[key] = m, true
			}
			if meaning == "" {
				t.Errorf("%s has no meaning: give the field a doc tag", key)
			}
			kind, inner := typeName(f.Type)
			if e := f.Tag.Get("enum"); e != "" {
				kind = "`" + strings.ReplaceAll(e, ",", "`, `") + "`"
			}
			if inner != nil && !seen[inner] {
				seen[inner] = true
				queue = append(queue, inner)
			}
			fmt.Fprintf(&page, "| `%s` | %s | %s |\n", name, kind, strings.ReplaceAll(meaning, "|", `\|`))
		}
	}
	for key := range meanings {
		if !used[key] {
			t.Errorf("%s is no field any more: take it out of meanings", key)
		}
	}
	return page.Bytes()
}

// typeName is a type as readers of JSON know it, and the record inside it.
func typeName(t reflect.Type) (name string, inner reflect.Type) {
	switch {
	case t == reflect.TypeFor[value.Amount]():
		return "exact number", nil
	case t == reflect.TypeFor[value.Date]():
		return "date", nil
	}
	switch t.Kind() {
	case reflect.Pointer:
		name, inner = typeName(t.Elem())
		return name + " or null", inner
	case reflect.Slice:
		name, inner = typeName(t.Elem())
		return "list of " + name, inner
	case reflect.Map:
		name, inner = typeName(t.Elem())
		return "object of " + name, inner
	case reflect.Struct:
		return "`" + t.Name() + "`", t
	case reflect.String:
		return "string", nil
	case reflect.Bool:
		return "boolean", nil
	case reflect.Float32, reflect.Float64:
		return "number", nil
	default:
		return "integer", nil
	}
}

// The columns of the scores are explained where people look for them.
func TestScoresAreExplained(t *testing.T) {
	for _, name := range []string{"README.md", "docs/scores.md"} {
		text := page(t, name)
		for _, f := range reflect.VisibleFields(reflect.TypeFor[value.Score]()) {
			if column := f.Tag.Get("json"); !strings.Contains(text, "`"+column+"`") {
				t.Errorf("%s does not explain the column %s", name, column)
			}
		}
	}
}
