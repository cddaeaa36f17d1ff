package score

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd/boost"
	"github.com/perennial-clv/perennial/btyd/judge"
	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// rolled is what rolling origins up to a day leave behind.
type rolled struct {
	panel   models.Panel
	origins []models.Origin
	mix     judge.Stacked
}

// tryLearned lets trees correct the mixture, trained on days before the
// hold-out, and takes the corrected mixture if the hold-out was likelier for it
// than for what was chosen.
func (r *running) tryLearned(ctx context.Context) error {
	at := r.stacked()
	if at < 0 || r.rolled == nil || r.opt.Model != Auto {
		return nil
	}
	p := r.rolled.panel
	l, err := p.Learn(ctx, r.rolled.origins, r.rolled.mix, r.span.First.Days())
	if err != nil || l == nil {
		return r.notLearned(ctx, err)
	}
	asked := p.Ask(r.plan.cut.CalibrationEnd.Days(), r.plan.cut.HoldoutEnd.Days())
	plain, corrected, err := l.TryLearned(p, asked, r.backtested[at].model.(models.Pool))
	if err != nil {
		return err
	}
	r.learnedTest = &learnedTest{plain: plain, corrected: corrected, share: l.Share}
	rival := plain
	if r.chosen != &r.backtested[at] {
		rival = asked.Judge(r.chosen.model)
	}
	if r.learnedTest.won = better(corrected, rival); r.learnedTest.won {
		r.chosen, r.reason = &r.backtested[at], whyChosen(r.backtested, r.tests, at, r.plan)
	}
	return nil
}

// notLearned turns a failure to learn into a notice: the mixture stands
// without a correction.
func (r *running) notLearned(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	r.notices = append(r.notices, value.Notice{Level: "info", Code: "nothing-learned", Text: "No correction was learned: " + plain(err) + "."})
	return nil
}

// stacked is the place of the mixture among the backtested models, or -1.
func (r *running) stacked() int {
	for i, m := range r.backtested {
		if m.family.Name == Stacked {
			return i
		}
	}
	return -1
}

// learnedTest is how the mixture did on the hold-out without and with a
// learned correction, on the panel.
type learnedTest struct {
	plain, corrected judge.Outcomes
	share            float64
	won              bool
}

// better reports whether a made the hold-out likelier, by more than a standard
// error, and squared errors not clearly larger. One standard error is enough
// because the trees had to win the last earlier day before.
func better(a, b judge.Outcomes) bool {
	score, square := judge.Compare(a, b), judge.CompareSquares(a, b)
	return score.Difference > math.Max(score.StdErr, sameScore) && square.Difference > -square.StdErr
}

// record is the corrected mixture's line in the backtest. Totals are those of
// the mixture, to which it is held.
func (t *learnedTest) record(stacked value.BacktestModel) value.BacktestModel {
	m := models.Backtested(Learned, t.corrected)
	m.Predicted, m.Actual, m.Bias = stacked.Predicted, stacked.Actual, stacked.Bias
	return m
}

// says is the sentence on the correction; customers is how many the backtest
// is about.
func (t *learnedTest) says(customers int64) string {
	_, before := t.plain.Errors()
	_, after := t.corrected.Errors()
	sample := ""
	if n := int64(len(t.plain.Actual)); n < customers {
		sample = fmt.Sprintf(" of a sample of %s customers", thousands(n))
	}
	return fmt.Sprintf(" A correction learned from what the mixture got wrong on earlier days moves expectations between customers, not their total: on the hold-out%s it took the error a customer from %.3g to %.3g purchases and the mean log score from %.4f to %.4f.",
		sample, before, after, t.plain.LogScore(), t.corrected.LogScore())
}

// learn trains the correction on all that is known, if the backtest was for
// it.
func (r *running) learn(ctx context.Context) error {
	if r.learnedTest == nil || !r.learnedTest.won || r.chosen == nil || r.chosen.family.Name != Stacked || r.rolled == nil {
		return nil
	}
	var err error
	r.learned, err = r.rolled.panel.Train(ctx, r.rolled.origins, r.rolled.mix, r.span.First.Days(), r.learnedTest.share)
	return r.notLearned(ctx, err)
}

// adjust gives every customer the factor that the correction makes of its
// past.
func (r *running) adjust(ctx context.Context, scores []store.ShapeScore) error {
	if r.learned == nil {
		return nil
	}
	expected := make(map[[3]int32]float64, len(scores))
	for _, s := range scores {
		expected[[3]int32{s.X, s.TxDays, s.TDays}] = s.ExpectedOrders
	}
	at := r.plan.cut.AsOf.Days()
	until := at + r.plan.horizon
	return r.bench.Adjust(ctx, r.learned.Share, func(p store.Panelist) (float64, float64) {
		key, ok := shapeOf(p, at)
		if !ok {
			return 1, 0
		}
		e := expected[key]
		return r.learned.Factor(p, at, until, r.opt.horizonUnits(), e/paceOf(r.chosen.model)), e
	})
}

// paceOf is the pace of a mixture; one for anything else.
func paceOf(m transactions) float64 {
	if pool, ok := m.(models.Pool); ok && pool.Pace > 0 {
		return pool.Pace
	}
	return 1
}

// shapeOf is the history of a panelist; false without a purchase.
func shapeOf(p store.Panelist, at int) (key [3]int32, ok bool) {
	var first, last, n int32
	for _, d := range p.Days {
		if d.Orders == 0 {
			continue
		}
		if n == 0 {
			first = d.Day
		}
		last = d.Day
		n++
	}
	return [3]int32{n - 1, last - first, int32(at) - first}, n > 0
}

// correctionRecord is the correction as kept, or nil without one.
func (r *running) correctionRecord() *value.Correction {
	if r.learned == nil {
		return nil
	}
	trees, err := json.Marshal(r.learned.Correction)
	if err != nil {
		return nil // numbers only: it cannot fail
	}
	c := &value.Correction{Share: r.learned.Share, First: value.DateFromDays(r.learned.First), Features: []value.FeatureGain{}, Trees: trees}
	names, shares := r.learned.Importance()
	for i, n := range names {
		c.Features = append(c.Features, value.FeatureGain{Name: n, Share: shares[i]})
	}
	return c
}

// learnedOf is the correction of a run, or nil.
func learnedOf(run value.Run) *models.Learned {
	c := run.Chosen.Correction
	if c == nil {
		return nil
	}
	var b boost.Correction
	if err := json.Unmarshal(c.Trees, &b); err != nil {
		return nil
	}
	return &models.Learned{Correction: &b, Share: c.Share, First: c.First.Days()}
}

// shownEffects is how many effects a customer's page lists.
const shownEffects = 5

// explainCorrection adds to the working of expected orders what moved them
// away from the models' expectation.
func explainCorrection(figures []value.Figure, run value.Run, c store.Customer) {
	l := learnedOf(run)
	if l == nil || c.Score.ExpectedOrders == nil {
		return
	}
	p := panelistOf(c, run.Definition.AsOf)
	at := run.Definition.AsOf.Days()
	model := predictorOf(run)
	key, ok := shapeOf(p, at)
	if !ok || model.model == nil {
		return
	}
	h := shapes{unit: model.unit}.at(int(key[0]), float64(key[1])/model.unit, float64(key[2])/model.unit)
	expected := model.model.ExpectedPurchases(h, model.horizon)
	until := at + int(math.Round(model.horizon*model.unit))
	for i := range figures {
		if figures[i].Key != "expected_orders" {
			continue
		}
		w := []value.Step{{Label: "expected by the models", Value: expected, Unit: "number"}}
		for n, e := range l.Explain(p, at, until, model.horizon, expected/paceOf(model.model)) {
			if n == shownEffects {
				break
			}
			w = append(w, value.Step{Label: "× learned: " + e.Feature, Value: e.Factor, Unit: "number"})
		}
		figures[i].Working = append(figures[i].Working, w...)
		figures[i].Formula += ", times a learned factor held to the models' total"
	}
}

// panelistOf is a customer as known up to as-of.
func panelistOf(c store.Customer, asOf value.Date) (p store.Panelist) {
	for _, d := range c.Days {
		if asOf.Before(d.Day) {
			continue
		}
		day := store.PanelDay{Day: int32(d.Day.Days()), Orders: int32(d.Orders), Gross: d.Gross, Refunded: d.Refunded}
		if d.Refunded < 0 {
			day.Refunds = 1
		}
		p.Days = append(p.Days, day)
	}
	return p
}
