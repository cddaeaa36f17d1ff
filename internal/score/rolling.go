package score

import (
	"context"

	"github.com/perennial-clv/perennial/internal/models"
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

// stack adds to fitted models the mixture of them that would have foretold the
// panel best from the origins; nothing when they are too few, or one of them
// could not be fitted. Asked up to as-of, it is also the record of how the
// models compare. The mixture has the pace of the days from end to until.
func (r *running) stack(ctx context.Context, fits []fitted, end, until value.Date) ([]fitted, error) {
	r.rolled = nil
	wanted := r.wanted()
	if len(wanted) < 2 || len(fits) < len(wanted) || !allUsable(fits) {
		return fits, nil
	}
	sample, err := r.bench.Panel(ctx)
	if err != nil {
		return nil, err
	}
	panel := models.NewPanel(sample, r.opt.UnitDays())
	origins, err := panel.Roll(ctx, wanted, models.Plan{
		First: r.span.First.Days(), End: end.Days(), HorizonDays: r.plan.horizon, Shares: models.DefaultShares,
		MinDays: minRollingDays, MinRepeaters: minRepeaters, Scores: end == r.plan.cut.AsOf,
	})
	if err != nil {
		return nil, err
	}
	s, ok := models.Stack(origins)
	if !ok {
		return fits, nil
	}
	r.rolled = &rolled{panel, origins, s}
	if end == r.plan.cut.AsOf {
		c := models.Judge(origins, s, nil, r.opt.Unit, len(panel.Days))
		if c.Drift, err = panel.Drift(ctx, models.Foremost(c, families()), r.span.First.Days(), end.Days()); err != nil {
			return nil, err
		}
		r.comparison = &c
	}
	mixed, err := r.paced(ctx, stackedOf(fits, s.Weights, len(origins)), end, until)
	return append(fits, mixed), err
}

// paced gives a mixture the pace of the days from one to another.
func (r *running) paced(ctx context.Context, f fitted, at, until value.Date) (fitted, error) {
	pool, ok := f.model.(models.Pool)
	if !ok || r.rolled == nil {
		return f, nil
	}
	var err error
	pool.Pace, err = r.rolled.panel.Pace(ctx, r.wanted(), r.rolled.mix.Weights, r.span.First.Days(), at.Days(), until.Days())
	f.model = pool
	return f, err
}

func allUsable(fits []fitted) bool {
	for _, m := range fits {
		if !m.usable() {
			return false
		}
	}
	return true
}

// stackedOf is the mixture as one more model.
func stackedOf(fits []fitted, weights []float64, origins int) fitted {
	var members []models.Model
	var sound []bool
	for _, m := range fits {
		members = append(members, m.model.(models.Model))
		sound = append(sound, !m.family.FlawedAlive)
	}
	kept := models.Worth(weights)
	f := fitted{family: models.Family{Name: Stacked}, model: models.NewPool(members, kept, sound), weights: map[string]float64{}, origins: origins}
	for i, m := range fits {
		if kept[i] > 0 {
			f.weights[m.family.Name] = kept[i]
			f.parts = append(f.parts, part{m, kept[i]})
		}
	}
	f.diag.Converged = true
	return f
}
