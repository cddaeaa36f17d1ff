package value

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
)

func TestAmountsKeepTheirCents(t *testing.T) {
	for in, want := range map[string]string{"12": "12.00", "-1200": "-1200.00", "0.5": "0.50", "1.2345": "1.2345", "8348208.574": "8348208.574", "505.300000": "505.30"} {
		a, err := ParseAmount(in)
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(a)
		if err != nil || a.String() != want || fmt.Sprintf("%s %v", a, a) != want+" "+want || string(b) != want {
			t.Errorf("%s prints as %s and marshals as %s (%v), want %s", in, a, b, err, want)
		}
		var back Amount
		if err := json.Unmarshal(b, &back); err != nil || !back.Equal(a.Decimal) {
			t.Errorf("%s comes back as %s (%v)", in, back, err)
		}
	}
	if _, err := ParseAmount("1,234.50"); err == nil {
		t.Error("a separator was accepted")
	}
}

func TestSpans(t *testing.T) {
	for in, days := range map[string]int{"90d": 90, "39w": 273, "12m": 360, "2y": 728, " 52W ": 364} {
		if s, err := ParseSpan(in); err != nil || s.Days() != days {
			t.Errorf("%q is %d days (%v), want %d", in, s.Days(), err, days)
		}
	}
	for _, in := range []string{"", "w", "52", "-3d", "1.5y", "0d", "999999999999w"} {
		if _, err := ParseSpan(in); err == nil {
			t.Errorf("%q was accepted", in)
		}
	}
}

func TestDates(t *testing.T) {
	d, err := ParseDate("2024-02-29")
	if err != nil || d.AddDays(1).String() != "2024-03-01" || DateFromDays(d.Days()) != d || d.AddDays(7).Sub(d) != 7 {
		t.Fatalf("%s, %v", d, err)
	}
	if b, err := json.Marshal(struct{ D Date }{}); err != nil || string(b) != `{"D":""}` {
		t.Errorf("an unknown day marshals as %s (%v)", b, err)
	}
	if _, err := ParseDate("29.02.2024"); err == nil {
		t.Error("another form was accepted")
	}
}

func TestErrorsSayWhatToDo(t *testing.T) {
	cause := errors.New("cause")
	err := fmt.Errorf("outer: %w", Errorf(BadInput, "file is broken: %w", cause).WithHint("Export it again"))
	if CodeOf(err) != BadInput || !errors.Is(err, cause) || CodeOf(cause) != Internal {
		t.Errorf("code %s of %v", CodeOf(err), err)
	}
	if want := "outer: file is broken: cause. Export it again"; err.Error() != want {
		t.Errorf("says %q, want %q", err, want)
	}
}

func TestRiskOf(t *testing.T) {
	for p, want := range map[float64]string{0: RiskHigh, 0.333: RiskHigh, 1.0 / 3: RiskMedium, 0.666: RiskMedium, 2.0 / 3: RiskLow, 1: RiskLow} {
		if got := RiskOf(p); got != want {
			t.Errorf("risk of %g is %s, want %s", p, got, want)
		}
	}
}
