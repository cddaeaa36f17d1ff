package score

import (
	"fmt"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// Kinds of hold-out.
const (
	afterAsOf = "after-as-of"
	inside    = "inside"
)

// The least a backtest needs.
const (
	minHoldoutDays     = 28
	minCalibrationDays = 56
)

// plan is how a log is cut in time.
type plan struct {
	cut     store.Cut
	kind    string // of the hold-out; empty without one
	why     string // why there is none
	horizon int    // days
}

// planCut decides as-of and the hold-out. Orders after as-of are the best
// hold-out there is; without enough of them the last part of the log is held
// out and the models are fitted twice.
func planCut(span store.Span, o Options) (plan, error) {
	horizon, err := value.ParseSpan(o.Horizon)
	if err != nil {
		return plan{}, err
	}
	p := plan{cut: store.Cut{Zone: o.Zone, AsOf: o.AsOf}, horizon: horizon.Days()}
	if p.cut.AsOf.IsZero() {
		p.cut.AsOf = span.Last
	}
	if p.cut.AsOf.Before(span.First) {
		return p, value.Errorf(value.Invalid, "as-of %s lies before the first order on %s", p.cut.AsOf, span.First).
			WithHint("Choose a day between %s and %s", span.First, span.Last)
	}
	if o.Holdout == "none" {
		p.why = "no backtest: it was switched off with --holdout none"
		return p, nil
	}
	before := p.cut.AsOf.Sub(span.First) + 1
	after := span.Last.Sub(p.cut.AsOf)
	if o.Holdout == "auto" {
		p.auto(before, after)
		return p, nil
	}
	wanted, err := value.ParseSpan(o.Holdout)
	if err != nil {
		return p, err
	}
	if wanted.Days() >= before && wanted.Days() > after {
		return p, value.Errorf(value.Invalid, "a hold-out of %s does not fit into a log of %d days", o.Holdout, before).
			WithHint("Choose a shorter one, or --holdout auto")
	}
	p.hold(wanted.Days(), after)
	return p, nil
}

// auto takes up to a horizon after as-of, or else the last third of the log.
func (p *plan) auto(before, after int) {
	if after >= minHoldoutDays {
		p.hold(min(after, p.horizon), after)
		return
	}
	days := min(before/3, p.horizon) / 7 * 7
	if days < minHoldoutDays || before-days < minCalibrationDays {
		p.why = fmt.Sprintf("no backtest: the log covers %d days; %d would allow one", before,
			minHoldoutDays+minCalibrationDays)
		return
	}
	p.hold(days, after)
}

// hold sets a hold-out of a number of days, after as-of where the log reaches
// that far.
func (p *plan) hold(days, after int) {
	if days <= after {
		p.kind = afterAsOf
		p.cut.CalibrationEnd, p.cut.HoldoutEnd = p.cut.AsOf, p.cut.AsOf.AddDays(days)
		return
	}
	p.kind = inside
	p.cut.CalibrationEnd, p.cut.HoldoutEnd = p.cut.AsOf.AddDays(-days), p.cut.AsOf
}

// holdoutDays is the length of the hold-out.
func (p plan) holdoutDays() int {
	if p.kind == "" {
		return 0
	}
	return p.cut.HoldoutEnd.Sub(p.cut.CalibrationEnd)
}
