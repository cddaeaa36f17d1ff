package score

import (
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

func day(t *testing.T, s string) value.Date {
	t.Helper()
	if s == "" {
		return value.Date{}
	}
	d, err := value.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPlanCut(t *testing.T) {
	for _, c := range []struct {
		name, first, last, asOf, holdout string
		kind, calibrationEnd, holdoutEnd string
		why                              string
	}{
		{name: "the last third, at most the horizon", first: "2020-01-01", last: "2023-12-31", holdout: "auto", kind: inside, calibrationEnd: "2023-01-01", holdoutEnd: "2023-12-31"},
		{name: "whole weeks of a short log", first: "2023-01-01", last: "2023-06-30", holdout: "auto", kind: inside, calibrationEnd: "2023-05-05", holdoutEnd: "2023-06-30"},
		{name: "too short", first: "2023-01-01", last: "2023-02-28", holdout: "auto", why: "59 days; 84 would allow one"},
		{name: "what follows as-of", first: "1997-01-01", last: "1998-06-30", asOf: "1997-09-30", holdout: "auto", kind: afterAsOf, calibrationEnd: "1997-09-30", holdoutEnd: "1998-06-30"},
		{name: "a given length after as-of", first: "1997-01-01", last: "1998-06-30", asOf: "1997-09-30", holdout: "13w", kind: afterAsOf, calibrationEnd: "1997-09-30", holdoutEnd: "1997-12-30"},
		{name: "a given length before the end", first: "1997-01-01", last: "1998-06-30", holdout: "39w", kind: inside, calibrationEnd: "1997-09-30", holdoutEnd: "1998-06-30"},
		{name: "switched off", first: "1997-01-01", last: "1998-06-30", holdout: "none", why: "switched off"},
		{name: "as-of after the log", first: "2023-01-01", last: "2023-06-30", asOf: "2023-12-31", holdout: "auto", kind: inside, calibrationEnd: "2023-09-03", holdoutEnd: "2023-12-31"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := planCut(store.Span{First: day(t, c.first), Last: day(t, c.last), Rows: 1}, Options{AsOf: day(t, c.asOf), Holdout: c.holdout, Horizon: "52w"})
			if err != nil {
				t.Fatal(err)
			}
			if p.kind != c.kind || p.cut.CalibrationEnd != day(t, c.calibrationEnd) || p.cut.HoldoutEnd != day(t, c.holdoutEnd) || !strings.Contains(p.why, c.why) {
				t.Errorf("got %s, %s to %s, %q", p.kind, p.cut.CalibrationEnd, p.cut.HoldoutEnd, p.why)
			}
		})
	}
}

func TestPlanCutRefuses(t *testing.T) {
	span := store.Span{First: day(t, "2023-01-01"), Last: day(t, "2023-06-30"), Rows: 1}
	for _, o := range []Options{
		{AsOf: day(t, "2022-01-01"), Holdout: "auto", Horizon: "52w"},
		{Holdout: "2y", Horizon: "52w"},
	} {
		if _, err := planCut(span, o); value.CodeOf(err) != value.Invalid {
			t.Errorf("%+v: got %v", o, err)
		}
	}
}
