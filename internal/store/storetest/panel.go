package storetest

import (
	"context"
	"fmt"

	"github.com/google/go-cmp/cmp"

	"github.com/perennial-clv/perennial/internal/store"
)

// panelOf is everybody day by day, in order of customer.
func panelOf(all []*person, cut store.Cut) []store.Panelist {
	until := cut.AsOf
	if until.Before(cut.HoldoutEnd) {
		until = cut.HoldoutEnd
	}
	out := []store.Panelist{}
	for _, p := range all {
		var days []store.PanelDay
		for _, d := range p.days {
			if upTo(d, until) {
				_, gross, refunded := p.money(d.AddDays(-1), d)
				days = append(days, store.PanelDay{Day: int32(d.Days()), Orders: int32(p.purse[d].orders),
					Refunds: int32(p.purse[d].refunds), Gross: float64(gross) / 100, Refunded: float64(refunded) / 100})
			}
		}
		if len(days) > 0 {
			out = append(out, store.Panelist{Days: days})
		}
	}
	return out
}

// adjustShare draws factors towards one.
const adjustShare = 0.5

// rawFactor and the weight beside it depend on all that a panelist carries.
func rawFactor(p store.Panelist) (factor, weight float64) {
	factor, weight = 1, 1
	for _, d := range p.Days {
		factor += float64(d.Orders) + 2*float64(d.Refunds)
		weight += d.Gross - d.Refunded
	}
	return factor, weight
}

// factorsOf are the factors of customers as they should come out, by id.
func factorsOf(all []*person, cut store.Cut) map[string]float64 {
	upToAsOf := store.Cut{AsOf: cut.AsOf}
	out := map[string]float64{}
	var weight, weighted float64
	for _, p := range all {
		one := panelOf([]*person{p}, upToAsOf)
		if len(one) == 0 {
			continue
		}
		f, w := rawFactor(one[0])
		out[p.id] = f
		weight, weighted = weight+w, weighted+w*f
	}
	for id, f := range out {
		out[id] = 1 + adjustShare*(f*weight/weighted-1)
	}
	return out
}

// samePanel compares a panel of everybody.
func samePanel(ctx context.Context, w store.Workbench, all []*person, cut store.Cut) error {
	got, err := w.Panel(ctx)
	if err != nil {
		return err
	}
	if diff := cmp.Diff(panelOf(all, cut), got); diff != "" {
		return fmt.Errorf("panel differs (-want +got):\n%s", diff)
	}
	return nil
}
