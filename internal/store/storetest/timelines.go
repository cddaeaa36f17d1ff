package storetest

import (
	"reflect"
	"testing"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// testTimelines sums the shop over time by hand.
func testTimelines(t *testing.T, open Open) {
	s := fresh(t, open)
	load(t, s, store.LoadOptions{}, shop+"\nr3 ann 2024-02-15T00:00:00Z -2.00\nr0 zoe 2024-02-16T00:00:00Z -1.00")
	w := bench(t, s, 7)
	cut := store.Cut{Zone: "UTC", AsOf: day("2024-03-01"), CalibrationEnd: day("2024-01-31"), HoldoutEnd: day("2024-03-01")}
	if _, err := w.Summarise(t.Context(), cut); err != nil {
		t.Fatal(err)
	}
	births, err := w.Births(t.Context())
	equal(t, err, births, []store.Birth{
		{Day: day("2024-01-01"), Customers: 1, Gross: 15}, {Day: day("2024-01-10"), Customers: 1, Gross: 7.5},
		{Day: day("2024-01-20"), Customers: 1}, {Day: day("2024-02-20"), Customers: 1, Gross: 99.99},
	})
	repeats, err := w.Repeats(t.Context())
	var bought []store.DayCount // days with refunds alone may be listed with none
	for _, r := range repeats {
		if r.Count > 0 {
			bought = append(bought, r)
		}
	}
	equal(t, err, bought, []store.DayCount{
		{Day: day("2024-01-15"), Count: 1}, {Day: day("2024-02-01"), Count: 1}, {Day: day("2024-02-12"), Count: 1},
	})
	months, err := w.Months(t.Context())
	equal(t, err, months, []value.MonthRevenue{
		{Month: day("2024-01-01"), New: 42.5, Orders: 5, Customers: 3},
		{Month: day("2024-02-01"), New: 99.99, Returning: 70, Refunds: -3, Orders: 3, Customers: 1},
	})
	quarters, err := w.Cohorts(t.Context(), "quarter")
	q := func(step int, v float64) store.CohortCell {
		return store.CohortCell{Cohort: day("2024-01-01"), End: day("2024-03-31"), Step: step, Value: v}
	}
	equal(t, err, quarters, []store.CohortCell{q(0, 15+20+7.5+30+99.99), q(1, 38)})
	years, err := w.Cohorts(t.Context(), "year")
	equal(t, err, len(years), 2)
	if _, err := w.Cohorts(t.Context(), "fortnight"); value.CodeOf(err) != value.Invalid {
		t.Errorf("a period that is none: %v", err)
	}
	year, err := w.FirstYear(t.Context())
	equal(t, err, year, store.FirstYear{})

	// A year later all but eve are old enough.
	if _, err := w.Summarise(t.Context(), store.Cut{Zone: "UTC", AsOf: day("2025-02-19")}); err != nil {
		t.Fatal(err)
	}
	year, err = w.FirstYear(t.Context())
	if err != nil || year.Customers != 4 || !near(year.Value, 212.49-2) { // eve is 351 days old
		t.Errorf("first year is %+v, %v", year, err)
	}
}

// equal fails unless an answer is what was worked out.
func equal[T any](t *testing.T, err error, got, want T) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
}
