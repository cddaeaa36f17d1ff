package score

import (
	"context"

	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// record is the run as kept.
func (r *running) record(ctx context.Context, input value.Input, s store.Scored, chance float64) (value.Run, error) {
	r.doubt = uncertainty{record: r.recordError()}
	if s.Predicted > 0 {
		r.doubt.chance = chance / (s.Predicted * s.Predicted)
	}
	every := max(1, len(r.shapes.all)/sampleShapes)
	r.doubt.parameters = parameterVariance(r.predictor, r.chosen, r.spendFit, func(p predictor) float64 { return p.totalValue(r.shapes, every) })
	low, high := r.doubt.interval(s.Predicted)
	head, err := r.headline(ctx, s, low, high)
	if err != nil {
		return value.Run{}, err
	}
	input.Orders, input.Refunds, input.Customers = r.counts.Orders, r.counts.Refunds, r.counts.Customers
	input.First, input.Last, input.AfterAsOf = r.counts.First, r.counts.Last, r.counts.AfterAsOf
	return value.Run{
		Version: value.RunVersion, Input: input, Definition: r.opt.definition(r.plan.cut.AsOf, r.span.Currency),
		Models: r.fits(), Backtest: r.backtestRecord(), Comparison: r.comparison, Chosen: r.chosenRecord(), Headline: head, Notices: r.notices,
		Totals: value.Totals{
			HistoricValue: r.counts.Historic, PredictedValue: s.Predicted, PredictedLow: low, PredictedHigh: high,
			ExpectedOrders: s.ExpectedOrders, Alive: s.Alive, ValueAtRisk: s.AtRisk,
		},
	}, nil
}

// fits are the records of all models.
func (r *running) fits() []value.Fit {
	out := []value.Fit{}
	for _, m := range r.models {
		if m.weights == nil {
			out = append(out, m.record)
		}
	}
	for _, f := range r.spendFits {
		if f != nil && f.record.Name != "" {
			out = append(out, f.record)
		}
	}
	if a, ok := r.predictor.model.(average); ok {
		out = append(out, value.Fit{
			Name: CohortAverage, Parameters: map[string]float64{"rate": a.rate()}, StandardErrors: map[string]float64{},
			Customers: r.counts.Customers, Converged: true, Diagnosis: "pooled rate of repeat purchases per " + r.opt.Unit + ", not a fitted model",
		})
	}
	return out
}

// backtestRecord is the backtest as kept, or nil without one.
func (r *running) backtestRecord() *value.Backtest {
	if r.plan.kind == "" || len(r.backtested) == 0 {
		return nil
	}
	b := &value.Backtest{
		CalibrationEnd: r.plan.cut.CalibrationEnd, HoldoutDays: r.plan.holdoutDays(), Kind: r.plan.kind,
		Customers: r.counts.CalibrationCustomers, NewCustomers: r.counts.HoldoutNewCustomers, Value: r.valueTest,
	}
	for i, m := range r.backtested {
		t := models.Backtested(m.family.Name, r.tests[i])
		t.Chosen = r.chosen != nil && r.chosen.family.Name == m.family.Name
		if m.family.Name != Stacked || r.learnedTest == nil {
			b.Models = append(b.Models, t)
			continue
		}
		corrected := r.learnedTest.record(t)
		corrected.Chosen, t.Chosen = t.Chosen && r.learned != nil, t.Chosen && r.learned == nil
		b.Models = append(b.Models, t, corrected)
	}
	b.Models = append(b.Models, models.Backtested(Naive, r.naive))
	return b
}

// chosenRecord names the models behind the scores.
func (r *running) chosenRecord() value.Chosen {
	if r.chosen != nil {
		r.reason += r.chosen.mixture()
	}
	if r.learned != nil {
		r.reason += r.learnedTest.says(r.counts.CalibrationCustomers)
	}
	c := value.Chosen{Transactions: CohortAverage, Spend: r.predictor.spend.name(), Reason: r.reason}
	if r.chosen != nil {
		c.Transactions, c.Weights = r.chosen.family.Name, r.chosen.weights
		c.Correction = r.correctionRecord()
		if pool, ok := r.chosen.model.(models.Pool); ok && pool.Pace != 1 {
			c.Pace = pool.Pace
		}
	} else {
		c.Reason = fallbackNotice(r.counts.Repeaters).Text
	}
	if c.Spend == GammaGamma {
		c.SpendDays = spendDaysName(r.predictor.spend.days())
		c.Reason += r.spendTest.says(r.predictor.spend.days())
	}
	return c
}
