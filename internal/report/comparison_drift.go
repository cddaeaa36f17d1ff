package report

import (
	"fmt"
	"html/template"

	"github.com/perennial-clv/perennial/internal/value"
)

// whisker draws a window's expected purchases and their interval on the scale
// that all windows share: from zero to a little beyond the greatest end.
func whisker(d *value.Drift, w value.DriftWindow) template.HTML {
	most := 0.0
	for _, x := range d.Windows {
		most = max(most, x.YearlyHigh)
	}
	at := func(v float64) float64 { return 2 + 156*v/most }
	return template.HTML(fmt.Sprintf(`<svg viewBox="0 0 160 14" width="160" height="14" aria-hidden="true"><path d="M%.1f 7H%.1f" stroke="currentColor" stroke-width="1.5"/><circle cx="%.1f" cy="7" r="4" fill="var(--leaf)"/></svg>`,
		at(w.YearlyLow), at(w.YearlyHigh), at(w.Yearly)))
}
