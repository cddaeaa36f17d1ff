package score

import (
	"context"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/judge"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// Rolling origins: models are fitted at several earlier days and asked what
// would follow. One hold-out is one draw of a season; several are several.
const (
	// panelSize is how many customers take part: enough to weigh models to a
	// few per cent, few enough to refit in a moment.
	panelSize = 10_000
	// minRollingDays must follow an origin for it to judge anything.
	minRollingDays = 14
)

// origins are the shares of a log at which models are asked.
var origins = []float64{0.35, 0.5, 0.65, 0.8}

// panel is a sample of customers as purchase days, ascending.
type panel struct {
	days [][]int32
	unit float64
}

// readPanel takes the days with orders of the store's sample.
func readPanel(ctx context.Context, t store.Timelines, unit float64) (panel, error) {
	all, err := t.Panel(ctx)
	p := panel{unit: unit}
	for _, c := range all {
		var days []int32
		for _, d := range c.Days {
			if d.Orders > 0 {
				days = append(days, d.Day)
			}
		}
		if len(days) > 0 {
			p.days = append(p.days, days)
		}
	}
	return p, err
}

// asked is the panel as known on a day, and the purchases from then to a later
// one.
type asked struct {
	histories []btyd.History
	bought    []int
	repeaters int
	length    float64 // model units
}

// ask cuts the panel at a day.
func (p panel) ask(at, until int) asked {
	a := asked{length: float64(until-at) / p.unit}
	for _, days := range p.days {
		if int(days[0]) > at {
			continue
		}
		known, later := 0, 0
		for _, d := range days {
			switch {
			case int(d) <= at:
				known++
			case int(d) <= until:
				later++
			}
		}
		if known > 1 {
			a.repeaters++
		}
		first := int(days[0])
		a.histories = append(a.histories, btyd.History{
			X: float64(known - 1), Tx: float64(int(days[known-1])-first) / p.unit, T: float64(at-first) / p.unit,
		})
		a.bought = append(a.bought, later)
	}
	return a
}

// rolled are the log probabilities that models, each fitted before the fact,
// gave to what the panel then did.
type rolled struct {
	logProb [][]float64
	weight  []float64
	origins int
}

// roll fits every family at each origin between two days and scores it on
// what followed, up to a horizon.
func (p panel) roll(ctx context.Context, wanted []family, first, end value.Date, horizonDays int) (rolled, error) {
	r := rolled{logProb: make([][]float64, len(wanted))}
	for _, share := range origins {
		at := first.Days() + int(share*float64(end.Sub(first)))
		until := min(end.Days(), at+horizonDays)
		a := p.ask(at, until)
		if until-at < minRollingDays || a.repeaters < minRepeaters {
			continue
		}
		models, _, err := fitFamilies(ctx, wanted, btyd.Compress(a.histories))
		if err != nil {
			return r, err
		}
		if len(models) < len(wanted) || !allUsable(models) {
			continue // a mixture is weighed on what all its members said
		}
		for k, m := range models {
			r.logProb[k] = append(r.logProb[k], a.logProb(m.model)...)
		}
		for range a.histories {
			r.weight = append(r.weight, 1)
		}
		r.origins++
	}
	return r, nil
}

func allUsable(models []fitted) bool {
	for _, m := range models {
		if !m.usable() {
			return false
		}
	}
	return true
}

// logProb is what a model gave to each customer's purchases.
func (a asked) logProb(m transactions) []float64 {
	out := make([]float64, len(a.histories))
	inChunks(len(out), func(from, to int) {
		var pmf []float64
		for i := from; i < to; i++ {
			y := a.bought[i]
			if cap(pmf) < y+1 {
				pmf = make([]float64, y+1)
			}
			m.Predictive(a.histories[i], a.length, pmf[:y+1])
			out[i] = math.Log(math.Max(pmf[:y+1][y], leastProbability))
		}
	})
	return out
}

// leastProbability stands for "impossible", so that one surprise does not make
// a log score minus infinity.
const leastProbability = 1e-300

// stack adds to fitted models the mixture of them that would have foretold the
// panel best from the origins; nothing when they are too few, or one of them
// could not be fitted.
func (r *running) stack(ctx context.Context, models []fitted, end value.Date) ([]fitted, error) {
	wanted := r.wanted()
	if len(wanted) < 2 || len(models) < len(wanted) || !allUsable(models) {
		return models, nil
	}
	p, err := readPanel(ctx, r.bench, r.opt.UnitDays())
	if err != nil {
		return nil, err
	}
	rolled, err := p.roll(ctx, wanted, r.span.First, end, r.plan.horizon)
	if err != nil || rolled.origins == 0 {
		return models, err
	}
	s := judge.Stack(rolled.logProb, rolled.weight)
	return append(models, stackedOf(models, s.Weights, rolled.origins)), nil
}

// stackedOf is the mixture as one more model.
func stackedOf(models []fitted, weights []float64, origins int) fitted {
	var members []member
	var sound []bool
	for _, m := range models {
		members = append(members, m.model.(member))
		sound = append(sound, !m.family.flawedAlive)
	}
	kept := worth(weights)
	f := fitted{family: family{name: Stacked}, model: newPool(members, kept, sound), weights: map[string]float64{}, origins: origins}
	for i, m := range models {
		if kept[i] > 0 {
			f.weights[m.family.name] = kept[i]
			f.parts = append(f.parts, part{m, kept[i]})
		}
	}
	f.diag.Converged = true
	return f
}
