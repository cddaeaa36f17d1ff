package score

import (
	"fmt"

	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/value"
)

// lateDays without any order before as-of make a log look incomplete.
const lateDays = 14

// addNotices says what a reader must know beside the numbers.
func (r *running) addNotices() {
	add := func(level, code, format string, args ...any) {
		r.notices = append(r.notices, value.Notice{Level: level, Code: code, Text: fmt.Sprintf(format, args...)})
	}
	if r.chosen != nil && r.chosen.family.Immortal {
		add("warning", "nbd-alive", "%s knows no customers who leave, so it calls everybody alive (P(alive) = 1, risk low) however long they have been silent, and expects too much of those who left. Do not read P(alive) or risk.", value.ModelTitle(r.chosen.family.Name))
	} else if r.chosen != nil && r.chosen.family.FlawedAlive {
		one := r.oneTimers()
		add("warning", "bg-nbd-alive", "BG/NBD lets customers leave only after a repeat purchase, so it calls all %s one-time buyers alive (P(alive) = 1, risk low) however long they have been silent. Do not read P(alive) or risk for them; expected orders and CLV are sound. MBG/NBD and Pareto/NBD do not have this flaw.", thousands(one))
	}
	if r.counts.Historic.IsNegative() {
		add("warning", "refunds-exceed-sales", "Refunds exceed sales: all customers together paid %s.", r.counts.Historic.String())
	}
	if r.counts.RefundOnly > 0 {
		add("info", "refund-only", "%s customers have refunds but no order in the log. They count in historic value and get no prediction.", thousands(r.counts.RefundOnly))
	}
	if r.span.Unnamed {
		add("warning", "currency-unnamed", "Some orders name no currency. They are taken to be in the one currency there is besides, so that all can be added up; if they are in another, import their file again with --currency.")
	}
	if r.opt.Margin == 1 {
		add("info", "margin-assumed", "No margin was given: predicted value is spend, not profit. Set --margin to your gross margin.")
	}
	if text := r.midLife(); text != "" {
		add("info", "log-begins-mid-life", "%s", text)
	}
	if n := r.counts.HoldoutNewCustomers; r.plan.kind != "" && n > 0 {
		add("info", "new-in-holdout", "%s customers first ordered in the hold-out. Nobody could have predicted them one by one, so the backtest leaves them out.", thousands(n))
	}
	if late := r.plan.cut.AsOf.Sub(r.span.Last); late > lateDays {
		add("warning", "as-of-late", "As-of is %s, %d days after the last order in the log. The models take it that nobody ordered in between: is the log complete?", r.plan.cut.AsOf, late)
	}
	if r.plan.cut.AsOf == r.span.Last && r.opt.AsOf.IsZero() {
		add("info", "last-day", "As-of is the last day in the log, %s, and is counted as a whole day. If the export stopped in the middle of it, use --as-of with the day before.", r.plan.cut.AsOf)
	}
}

// oneTimers counts customers without a repeat purchase.
func (r *running) oneTimers() (n int64) {
	for _, s := range r.shapes.all {
		if s.X == 0 {
			n += s.Customers
		}
	}
	return n
}

// midLife says that a log seems to begin in mid-life.
func (r *running) midLife() string {
	if old, asked := r.before(); asked {
		return r.toldApart(old)
	}
	ratio, yes := models.MidLife(r.counts.First.Days(), r.plan.cut.AsOf.Days(), func(yield func(int, int64) bool) {
		for _, b := range r.births {
			if !yield(b.Day.Days(), b.Customers) {
				return
			}
		}
	})
	if !yes {
		return ""
	}
	return fmt.Sprintf("The log seems to begin in mid-life: new customers seem to arrive %.1f times faster in its first %d weeks than later, so many of them are old customers whose earlier orders are missing. They count as new on their first order here, and are taken to buy like the others; a learned correction, where the backtest is for one, tells them apart by when they were first seen.", ratio, models.MidLifeWeeks)
}
