package storetest

import (
	"context"
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// near compares what a store may add up in any order.
func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*math.Max(1, math.Max(math.Abs(a), math.Abs(b)))
}

// sameCounts compares facts, money to the cent.
func sameCounts(got, want store.Counts) error {
	money := func(name string, a, b value.Amount) error {
		if !a.Equal(b.Decimal) {
			return fmt.Errorf("counts: %s is %s, want %s", name, a.String(), b.String())
		}
		return nil
	}
	for _, m := range []struct {
		name string
		a, b value.Amount
	}{
		{"historic", got.Historic, want.Historic}, {"gross", got.Gross, want.Gross},
		{"refunded", got.Refunded, want.Refunded}, {"hold-out value", got.HoldoutValue, want.HoldoutValue},
	} {
		if err := money(m.name, m.a, m.b); err != nil {
			return err
		}
	}
	zero := value.Amount{}
	got.Historic, got.Gross, got.Refunded, got.HoldoutValue = zero, zero, zero, zero
	want.Historic, want.Gross, want.Refunded, want.HoldoutValue = zero, zero, zero, zero
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		return fmt.Errorf("counts are\n%+v, want\n%+v", got, want)
	}
	return nil
}

// sameShapes compares a window's histories, which must come in order.
func sameShapes(ctx context.Context, h store.Histories, w store.Window, want map[[4]int32]store.Shape) error {
	n, last := 0, [4]int32{-1}
	err := h.Shapes(ctx, w, func(s store.Shape) error {
		key := [4]int32{s.X, s.TxDays, s.TDays, s.Holdout}
		if !less(last, key) {
			return fmt.Errorf("window %d: shape %v comes after %v", w, key, last)
		}
		last, n = key, n+1
		x, ok := want[key]
		if !ok || x.Customers != s.Customers || !sameSpendSums(x.Spend, s.Spend) {
			return fmt.Errorf("window %d: shape is %+v, want %+v", w, s, x)
		}
		return nil
	})
	if err == nil && n != len(want) {
		err = fmt.Errorf("window %d: %d shapes, want %d", w, n, len(want))
	}
	return err
}

func sameSpendSums(a, b [2]store.SpendSum) bool {
	for d := range a {
		if !near(a[d].Mean, b[d].Mean) || !near(a[d].Squared, b[d].Squared) {
			return false
		}
	}
	return true
}

func less(a, b [4]int32) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

// sameSpends compares the positive mean spends of some days, which must come
// in order.
func sameSpends(ctx context.Context, h store.Histories, w store.Window, d store.SpendDays, all []*person, end value.Date) error {
	var n, sum, wantN, wantSum float64
	for _, p := range all {
		if m, days := p.mean(d, end); m > 0 {
			wantN, wantSum = wantN+1, wantSum+m*float64(days)
		}
	}
	last := store.Spend{}
	err := h.Spends(ctx, w, d, func(s store.Spend) error {
		if s.N < last.N || s.N == last.N && s.Mean <= last.Mean {
			return fmt.Errorf("window %d, days %d: spend %+v comes after %+v", w, d, s, last)
		}
		last = s
		n, sum = n+float64(s.Customers), sum+float64(s.Customers)*s.Mean*float64(s.N)
		return nil
	})
	if err == nil && (n != wantN || !near(sum, wantSum)) {
		err = fmt.Errorf("window %d, days %d: spends of %g customers adding up to %g, want %g and %g", w, d, n, sum, wantN, wantSum)
	}
	return err
}

// sameSums compares the sums over time.
func sameSums(ctx context.Context, tl store.Timelines, want sums) error {
	births, err := tl.Births(ctx)
	if err != nil {
		return err
	}
	if len(births) != len(want.births) {
		return fmt.Errorf("births on %d days, want %d", len(births), len(want.births))
	}
	for _, b := range births {
		if x := want.births[b.Day]; x.Customers != b.Customers || !near(x.Gross, b.Gross) {
			return fmt.Errorf("birth is %+v, want %+v", b, x)
		}
	}
	repeats, err := tl.Repeats(ctx)
	if err != nil {
		return err
	}
	var got, all int64
	for _, r := range repeats {
		if got += r.Count; want.repeats[r.Day] != r.Count {
			return fmt.Errorf("%d repeats on %s, want %d", r.Count, r.Day, want.repeats[r.Day])
		}
	}
	for _, n := range want.repeats {
		all += n
	}
	if got != all {
		return fmt.Errorf("%d repeats, want %d", got, all)
	}
	return sameMoneySums(ctx, tl, want)
}

// sameMoneySums compares months, cohorts and the first year.
func sameMoneySums(ctx context.Context, tl store.Timelines, want sums) error {
	months, err := tl.Months(ctx)
	if err != nil {
		return err
	}
	if len(months) != len(want.months) {
		return fmt.Errorf("%d months, want %d", len(months), len(want.months))
	}
	for _, m := range months {
		x := want.months[m.Month]
		if m.Orders != x.Orders || m.Customers != x.Customers || !near(m.New, x.New) || !near(m.Returning, x.Returning) || !near(m.Refunds, x.Refunds) {
			return fmt.Errorf("month is %+v, want %+v", m, x)
		}
	}
	cells, err := tl.Cohorts(ctx, "month")
	if err != nil {
		return err
	}
	n := 0
	for _, steps := range want.cohorts {
		for _, v := range steps {
			if math.Abs(v) > 0.001 { // cells of nothing are left out
				n++
			}
		}
	}
	if len(cells) != n {
		return fmt.Errorf("%d cohort cells, want %d", len(cells), n)
	}
	for _, c := range cells {
		if v, ok := want.cohorts[c.Cohort][c.Step]; !ok || !near(v, c.Value) {
			return fmt.Errorf("cohort cell is %+v, want %g", c, v)
		}
	}
	year, err := tl.FirstYear(ctx)
	if err == nil && (year.Customers != want.year.Customers || !near(year.Value, want.year.Value)) {
		err = fmt.Errorf("first year is %+v, want %+v", year, want.year)
	}
	return err
}
