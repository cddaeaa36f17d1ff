package duckdb

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/perennial-clv/perennial/internal/store"
)

// panel is a sample of customers by number: sorted, with their places in the
// sample, which do not depend on how customers came to be numbered.
type panel struct {
	ids, places []int32
}

// drawPanel samples about as many customers as wanted.
func drawPanel(ctx context.Context, conn *sql.Conn, customers, wanted int) (panel, error) {
	var p panel
	if wanted <= 0 {
		return p, nil
	}
	every := max(1, (customers+wanted-1)/wanted)
	err := fetch(ctx, conn, "panel", map[string]any{"Every": every}, func(c columns) error {
		p.ids = append(p.ids, column[int32](c, 0)...)
		return nil
	})
	p.places = make([]int32, len(p.ids))
	for i := range p.places {
		p.places[i] = int32(i)
	}
	slices.SortFunc(p.places, func(a, b int32) int { return cmp.Compare(p.ids[a], p.ids[b]) })
	slices.Sort(p.ids)
	return p, err
}

// panelist is a sampled customer with the place in the sample.
type panelist struct {
	place int32
	days  []dayTotal
}

// keep copies the days of a sampled customer.
func (s *sums) keep(place int32, days []dayTotal) {
	p := panelist{place: place}
	for _, d := range days {
		if d.day <= s.bounds.until {
			p.days = append(p.days, d)
		}
	}
	s.panel = append(s.panel, p)
}

// Panel is the sample in order, without customers who did nothing yet.
func (w *workbench) Panel(context.Context) ([]store.Panelist, error) {
	slices.SortFunc(w.sums.panel, func(a, b panelist) int { return cmp.Compare(a.place, b.place) })
	out := make([]store.Panelist, 0, len(w.sums.panel))
	for _, p := range w.sums.panel {
		if len(p.days) == 0 {
			continue
		}
		days := make([]store.PanelDay, len(p.days))
		for i, d := range p.days {
			days[i] = d.panel()
		}
		out = append(out, store.Panelist{Days: days})
	}
	return out, nil
}

// panel is a day as handed out.
func (d dayTotal) panel() store.PanelDay {
	return store.PanelDay{Day: d.day, Orders: d.orders, Refunds: d.refunds, Gross: major(d.gross), Refunded: major(d.refunded)}
}
