package report

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/value"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// runs are the shapes of data that every page must stand.
func runs() map[string]value.Run {
	noBacktest := fullRun()
	noBacktest.Backtest, noBacktest.Charts.Calibration = nil, nil
	return map[string]value.Run{
		"full": fullRun(), "empty": {}, "one": oneCustomer(), "nobacktest": noBacktest, "hostile": hostileRun(), "tiny": tinyCharts(), "long": longRun(),
	}
}

// hostileRun has numbers that are none, and text that would be markup.
func hostileRun() value.Run {
	run := fullRun()
	nan, inf := math.NaN(), math.Inf(1)
	run.Headline[0].Value, run.Headline[1].High, run.Headline[2].Working[0].Value = &nan, &inf, nan
	run.Totals = value.Totals{PredictedValue: nan, PredictedLow: inf, PredictedHigh: -inf, Alive: nan, ExpectedOrders: inf, ValueAtRisk: nan}
	run.Definition.Basis, run.Definition.Currency = "<b>net</b> & \"more\"", "<i>"
	run.Definition.Margin, run.Definition.Interval = nan, inf
	run.Notices[0].Text = "</section><img src=x onerror=alert(1)>"
	run.Input.Files = []string{"<svg onload=alert(1)>.csv"}
	run.Charts.RevenueByMonth[3].New, run.Charts.RevenueByMonth[4].Refunds = nan, -inf
	run.Charts.Concentration[2].Historic, run.Charts.Concentration[3].Predicted = nan, &inf
	run.Charts.Cohorts[0].Cumulative[0], run.Charts.Cohorts[1].Cumulative[2] = nan, inf
	run.Charts.Tracking[5].Actual, run.Charts.Tracking[6].Expected["mbg-nbd"] = nan, inf
	run.Charts.Tracking[7].Expected = nil
	run.Charts.Frequency[1].Actual, run.Charts.Frequency[2].Expected = inf, nil
	run.Charts.Calibration[1].Low, run.Charts.Calibration[3].Predicted = nan, inf
	run.Charts.AliveMatrix.PAlive[2], run.Charts.AliveMatrix.Customers = []float64{nan}, nil
	run.Charts.Best[0].CLV, run.Charts.Best[2].PAlive = &nan, &inf
	run.Models[0].LogLikelihood, run.Models[0].AIC, run.Models[1].Parameters["r"], run.Models[1].StandardErrors["a"] = nan, inf, nan, inf
	run.Models = append(run.Models, value.Fit{Name: "</title><script>"})
	run.Backtest.Models[0].Bias, run.Backtest.Value.Bias = inf, nan
	run.Seconds["read"] = nan
	return run
}

// longRun is a shop of ten years.
func longRun() value.Run {
	run := fullRun()
	run.Charts.RevenueByMonth, run.Charts.Cohorts, run.Charts.Tracking = fullMonths(120), fullCohorts(60), fullTracking(520)
	run.Charts.AliveMatrix, run.Charts.Best, run.Charts.Slipping = fullAlive(30, 20), fullScores(50, 0.97), fullScores(50, 0.6)
	return run
}

// tinyCharts has one of everything, all zero.
func tinyCharts() value.Run {
	run := oneCustomer()
	run.Charts = value.Charts{
		RevenueByMonth: []value.MonthRevenue{{Month: date("2024-03-01")}},
		Concentration:  []value.Concentration{{Customers: 1, Historic: 1}},
		Cohorts:        []value.Cohort{{Month: date("2024-03-01"), Cumulative: []float64{0}}},
		Tracking:       []value.TrackingPoint{{Day: date("2024-03-01")}, {Day: date("2024-03-02")}},
		Frequency:      []value.FrequencyBar{{}}, Calibration: []value.CalibrationBin{{}},
		AliveMatrix: value.AliveMatrix{Frequency: []int{0}, Recency: []float64{0}, PAlive: [][]float64{{1}}},
		Best:        []value.Score{{}}, Slipping: []value.Score{{}},
	}
	run.Models = []value.Fit{{Name: "cohort-average"}}
	run.Backtest = &value.Backtest{}
	return run
}

func render(t *testing.T, run value.Run) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(context.Background(), &b, run); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for name, run := range map[string]value.Run{"full": fullRun(), "empty": {}, "one": oneCustomer()} {
		t.Run(name, func(t *testing.T) {
			got := render(t, run)
			path := filepath.Join("testdata", name+".golden.html")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the page differs from %s; look at it, then run the test with -update", path)
			}
		})
	}
}

var notNumbers = regexp.MustCompile(`NaN|[+-]?\bInf\b|<nil>|&lt;nil&gt;|%!|https?://|<no value>|ZgotmplZ`)

func TestPagesAreSound(t *testing.T) {
	for name, run := range runs() {
		t.Run(name, func(t *testing.T) {
			page := render(t, run)
			if bad := notNumbers.FindString(page); bad != "" {
				t.Errorf("the page contains %q near %q", bad, around(page, bad))
			}
			if most := map[bool]int{false: 400_000, true: 600_000}[name == "long"]; len(page) > most {
				t.Errorf("the page has %d bytes", len(page))
			}
			checkTree(t, page)
		})
	}
}

func around(page, s string) string {
	i := strings.Index(page, s)
	return page[max(0, i-120):min(len(page), i+60)]
}

// checkTree parses the page as strictly as XML, and checks the drawings.
func checkTree(t *testing.T, page string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	ids, inChart, titled := map[string]bool{}, false, false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "script", "img", "link", "iframe", "object", "b", "i":
				t.Errorf("the page has a <%s>", e.Name.Local)
			case "svg":
				inChart, titled = attr(e, "role") == "img", false
				if inChart && (attr(e, "aria-label") == "" || attr(e, "viewBox") == "") {
					t.Error("a chart has no label or no viewBox")
				}
			case "title":
				titled = true
			}
			if id := attr(e, "id"); id != "" && ids[id] {
				t.Errorf("id %q stands twice", id)
			} else if id != "" {
				ids[id] = true
			}
		case xml.EndElement:
			if e.Name.Local == "svg" && inChart && !titled {
				t.Error("a chart has no title")
			}
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func TestTextIsEscaped(t *testing.T) {
	page := render(t, fullRun())
	if !strings.Contains(page, "&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("the customer's id is not on the page as text")
	}
}

func TestEveryChartIsDrawn(t *testing.T) {
	page := render(t, fullRun())
	for _, id := range []string{"revenue", "concentration", "cohorts", "tracking", "frequency", "calibration", "alive"} {
		for _, size := range []string{"-wide", "-narrow"} {
			if !strings.Contains(page, `<svg id="`+id+size+`"`) {
				t.Errorf("chart %s%s is missing", id, size)
			}
		}
	}
}

func TestMissingDataIsSaid(t *testing.T) {
	page := render(t, value.Run{})
	for _, want := range []string{"No month has revenue", "No cohort", "too few repeat orders", "no repeat orders to count",
		"No days were held out", "No model was fitted", "No customer could be scored", "There is no track record", "Nothing to warn about", "No headline figure"} {
		if !strings.Contains(page, want) {
			t.Errorf("an empty run does not say %q", want)
		}
	}
}

func TestWarningsComeFirst(t *testing.T) {
	got := notices(fullRun().Notices)
	if got[0].Level != "warning" || got[1].Level != "warning" || !strings.HasPrefix(got[0].Text, "342") || got[2].Level != "aside" {
		t.Errorf("notices stand as %v", got)
	}
}

func TestWriteStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var b bytes.Buffer
	if err := Write(ctx, &b, fullRun()); !errors.Is(err, context.Canceled) || b.Len() > 0 {
		t.Errorf("error %v, %d bytes written", err, b.Len())
	}
}
