package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/value"
)

func TestComparisonTellsOfDrift(t *testing.T) {
	window := value.DriftWindow{From: value.DateFromDays(0), To: value.DateFromDays(90), Customers: 400, Repeaters: 150, Observed: 1.2,
		Parameters: map[string]float64{"r": 0.5}, Yearly: 2.5, YearlyLow: 2, YearlyHigh: 4}
	drift := &value.Drift{Model: value.BGNBD, Tested: true, Verdict: "All <is> well.", Notes: []string{"Mind the season."}, Windows: []value.DriftWindow{window}, Order: []string{"r", "alpha"}}
	for name, c := range map[string]struct {
		drift *value.Drift
		says  []string
		not   []string
	}{
		"tested": {drift, []string{"All &lt;is&gt; well.", "1970-01-01 – 1970-04-01", "2.5 (2 – 4)", "<td>0.5</td>", "<td>—</td>", "Mind the season.", `M80.0 7H158.0`, `cx="99.5"`}, []string{"ZgotmplZ"}},
		"not":    {&value.Drift{Verdict: "Too few."}, []string{"Too few."}, []string{"chi-square", "First seen"}},
		"old":    {nil, []string{"Day by day"}, []string{"new customers"}},
	} {
		var page bytes.Buffer
		if err := Comparison(&page, value.ModelComparison{Drift: c.drift}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, want := range c.says {
			if !strings.Contains(page.String(), want) {
				t.Errorf("%s: the page does not say %q", name, want)
			}
		}
		for _, never := range c.not {
			if strings.Contains(page.String(), never) {
				t.Errorf("%s: the page says %q", name, never)
			}
		}
		drawings(t, page.String())
	}
}

// drawings are well formed.
func drawings(t *testing.T, page string) {
	t.Helper()
	for _, part := range strings.SplitAfter(page, "</svg>") {
		at := strings.Index(part, "<svg")
		if at < 0 {
			continue
		}
		in := xml.NewDecoder(strings.NewReader(part[at:]))
		for {
			if _, err := in.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%v in %s", err, part[at:])
			}
		}
	}
}
