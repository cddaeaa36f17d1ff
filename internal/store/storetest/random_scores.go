package storetest

import (
	"context"
	"fmt"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// margin of the suite's scorings: not one, so that forgetting it shows.
const margin = 0.5

// telling are scores from which a customer's own mean spend can be read: the
// expected order value is it, and CLV is the margin times twice as much.
func telling(ctx context.Context, w store.Workbench) ([]store.ShapeScore, error) {
	var out []store.ShapeScore
	err := w.Shapes(ctx, store.UpToAsOf, func(s store.Shape) error {
		out = append(out, store.ShapeScore{
			X: s.X, TxDays: s.TxDays, TDays: s.TDays, PAlive: 1 / (1 + float64(s.X)), ExpectedOrders: float64(s.X), Discounted: 2,
			SpendSlope: 1, ScaleBase: 1, ScaleSlope: 1, Low: 10, High: 20, NextDays: s.TDays,
		})
		return nil
	})
	return out, err
}

// scores keeps scores and compares every customer's row.
func (s scenario) scores(ctx context.Context, db Store, w store.Workbench, all []*person) error {
	scores, err := telling(ctx, w)
	if err != nil {
		return err
	}
	if err := w.Adjust(ctx, adjustShare, rawFactor); err != nil {
		return err
	}
	if err := w.Keep(ctx, scores, s.spend, margin, func(store.Scored) (value.Run, error) { return s.record(all), nil }); err != nil {
		return err
	}
	if err := s.sameHistories(ctx, db, all); err != nil {
		return err
	}
	page, err := db.Customers(ctx, value.CustomerQuery{Limit: 1000, Sort: "customer_id", Ascending: true})
	if err != nil {
		return err
	}
	factors := factorsOf(all, s.cut)
	i := 0
	for _, p := range all {
		if !upTo(p.days[0], s.cut.AsOf) {
			continue
		}
		if i == len(page.Rows) {
			return fmt.Errorf("customer %s has no score", p.id)
		}
		if err := s.sameScore(page.Rows[i], p, factors[p.id]); err != nil {
			return err
		}
		i++
	}
	if i != len(page.Rows) {
		return fmt.Errorf("%d customers have scores, want %d", len(page.Rows), i)
	}
	return nil
}

// record is a run of the scenario, as far as a store reads it.
func (s scenario) record(all []*person) value.Run {
	return value.Run{Version: value.RunVersion, Definition: value.Definition{AsOf: s.cut.AsOf}, Input: value.Input{Customers: countsOf(all, s.cut).Customers}}
}

// sameHistories compares the distinct histories behind the scores.
func (s scenario) sameHistories(ctx context.Context, db Store, all []*person) error {
	got, err := db.Histories(ctx, len(all))
	if err != nil {
		return err
	}
	want := shapesOf(all, s.cut, store.UpToAsOf)
	if len(got) != len(want) {
		return fmt.Errorf("%d histories, want %d", len(got), len(want))
	}
	for _, g := range got {
		w := want[[4]int32{g.X, g.TxDays, g.TDays, 0}]
		if g.Customers != w.Customers {
			return fmt.Errorf("history %+v of %d customers, want %d", g, g.Customers, w.Customers)
		}
	}
	return nil
}

// sameScore compares one row, written out with units of a week.
func (s scenario) sameScore(got value.Score, p *person, factor float64) error {
	days := p.bought(value.Date{}, s.cut.AsOf)
	orders, gross, refunded := p.money(value.Date{}, s.cut.AsOf)
	want := value.Score{CustomerID: p.id, Orders: int(orders), HistoricValue: cents(gross + refunded), Risk: value.RiskUnknown}
	if len(days) > 0 {
		first, last := days[0], days[len(days)-1]
		mean, alive, m := float64(gross)/100/float64(orders), 1/float64(len(days)), 0.0
		m, _ = p.mean(s.spend, s.cut.AsOf)
		x, clv, low, high := float64(len(days)-1), margin*2*m, margin*10*(1+m), margin*20*(1+m)
		x, clv, low, high = x*factor, clv*factor, low*factor, high*factor
		want.FirstOrder, want.LastOrder, want.Frequency = first, last, len(days)-1
		want.Recency, want.T = float64(last.Sub(first))/7, float64(s.cut.AsOf.Sub(first))/7
		want.MeanOrderValue, want.PAlive, want.ExpectedOrders, want.ExpectedOrderValue = &mean, &alive, &x, &m
		want.CLV, want.CLVLow, want.CLVHigh = &clv, &low, &high
		want.ExpectedNextOrder = s.cut.AsOf.AddDays(s.cut.AsOf.Sub(first))
		want.MedianDaysBetweenOrders, want.Risk = p.medianGap(s.cut.AsOf), value.RiskOf(alive)
	}
	return sameRow(got, want)
}

// sameRow compares two scores: money to the cent, floats as near as sums come.
func sameRow(got, want value.Score) error {
	floats := [][2]*float64{
		{&got.Recency, &want.Recency}, {&got.T, &want.T}, {got.MeanOrderValue, want.MeanOrderValue}, {got.PAlive, want.PAlive},
		{got.ExpectedOrders, want.ExpectedOrders}, {got.ExpectedOrderValue, want.ExpectedOrderValue}, {got.CLV, want.CLV},
		{got.CLVLow, want.CLVLow}, {got.CLVHigh, want.CLVHigh}, {got.MedianDaysBetweenOrders, want.MedianDaysBetweenOrders},
	}
	same := got.CustomerID == want.CustomerID && got.FirstOrder == want.FirstOrder && got.LastOrder == want.LastOrder &&
		got.Orders == want.Orders && got.Frequency == want.Frequency && got.HistoricValue.Equal(want.HistoricValue.Decimal) &&
		got.ExpectedNextOrder == want.ExpectedNextOrder && got.Risk == want.Risk
	for _, f := range floats {
		same = same && (f[0] == nil) == (f[1] == nil) && (f[0] == nil || near(*f[0], *f[1]))
	}
	if !same {
		return fmt.Errorf("score is\n%s, want\n%s", inWords(got), inWords(want))
	}
	return nil
}

// inWords prints a score with its pointers followed.
func inWords(s value.Score) string {
	f := func(p *float64) string {
		if p == nil {
			return "-"
		}
		return fmt.Sprintf("%.10g", *p)
	}
	return fmt.Sprintf("%s %s..%s orders %d x %d tx %g T %g paid %s mean %s alive %s expected %s value %s clv %s [%s, %s] next %s gap %s %s",
		s.CustomerID, s.FirstOrder, s.LastOrder, s.Orders, s.Frequency, s.Recency, s.T, s.HistoricValue.String(), f(s.MeanOrderValue),
		f(s.PAlive), f(s.ExpectedOrders), f(s.ExpectedOrderValue), f(s.CLV), f(s.CLVLow), f(s.CLVHigh), s.ExpectedNextOrder,
		f(s.MedianDaysBetweenOrders), s.Risk)
}
