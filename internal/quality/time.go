package quality

import (
	"fmt"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// How old the newest order may be before somebody should know, in days.
const (
	noteAfter = 14
	behind    = 14 // days that one source of orders may end before another
)

// fresh judges how old the data is.
func fresh(sources []value.SourceQuality) (out []value.Finding) {
	var newest value.SourceQuality
	for _, s := range sources {
		if s.Kind == string(record.Orders) && newest.Last.Before(s.Last) {
			newest = s
		}
	}
	if newest.DaysSince == nil {
		return nil
	}
	switch days := *newest.DaysSince; {
	case days > noteAfter:
		out = append(out, value.Finding{
			Code: "freshness", Severity: value.Note, Count: int64(days), Title: fmt.Sprintf("The newest order is %s old", plural(int64(days), "day")),
			Means: fmt.Sprintf("Predictions start from %s, the day of the newest order, not from today.", newest.Last),
			Do:    "Import a newer export to bring them up to date.",
		})
	default:
		out = good("freshness", "The orders are up to date", fmt.Sprintf("The newest is of %s.", newest.Last))
	}
	for _, s := range sources {
		if s.Kind != string(record.Orders) || s.Last.IsZero() || newest.Last.Sub(s.Last) <= behind {
			continue
		}
		late := newest.Last.Sub(s.Last)
		out = append(out, value.Finding{
			Code: "behind", Severity: value.Warning, Source: s.Source, Count: int64(late),
			Title: fmt.Sprintf("Orders of %s end %s before the others", source(s.Source), plural(int64(late), "day")),
			Means: fmt.Sprintf("The last order of %s is of %s, that of %s of %s. Customers of the first look as if they had stopped buying.", source(s.Source), s.Last, source(newest.Source), newest.Last),
			Do:    fmt.Sprintf("Import a newer export of %s.", source(s.Source)),
		})
	}
	return out
}

// missing judges stretches without orders.
func missing(gaps []store.Gap, sources []value.SourceQuality) (out []value.Finding) {
	by := map[string]int{}
	for _, g := range gaps {
		i, have := by[g.Source]
		if !have {
			i = len(out)
			by[g.Source] = i
			out = append(out, value.Finding{
				Code: "gaps", Severity: value.Warning, Source: g.Source,
				Means: fmt.Sprintf("From one day with orders to the next it is %s or less in 99.5 %% of %s cases in %s. These stretches are longer, and at least twice as long as 95 %% of them.",
					plural(g.Usual, "day"), count(g.Judged), source(g.Source)),
				Do: "If the shop was open, an export is missing: import the orders of those days.",
			})
		}
		f := &out[i]
		f.Count++
		f.Title = fmt.Sprintf("%s without orders in %s", plural(f.Count, "unusual stretch"), source(g.Source))
		if len(f.Examples) < 5 {
			f.Examples = append(f.Examples, value.FindingExample{From: g.From, To: g.To, Says: plural(int64(g.To.Sub(g.From)+1), "day")})
		}
	}
	if len(out) == 0 {
		for _, s := range sources {
			if s.Kind == string(record.Orders) {
				return good("gaps", "No unusual stretch without orders", "No stretch of days is unusually long for its source.")
			}
		}
	}
	return out
}

// source is a source for people.
func source(name string) string {
	switch name {
	case "":
		return "plain order logs"
	case "file":
		return "mapped files"
	case "ga4":
		return "GA4"
	case "cdnow":
		return "CDNOW"
	case "woocommerce":
		return "WooCommerce"
	}
	return capital(name)
}
