package models

import (
	"context"
	"errors"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/boost"
	"github.com/perennial-clv/perennial/btyd/judge"
	"github.com/perennial-clv/perennial/internal/store"
)

// Learned is a correction of a mixture of models that boosted trees have
// learned from what it got wrong on earlier days. It moves expectations between
// customers and never their total: trees know the level of a few past seasons
// only, and a level learned from one season is wrong in the next.
type Learned struct {
	Correction *boost.Correction
	// Share of the correction that is applied, found on the last earlier day:
	// 0, a half or all.
	Share float64
	// First is the first day of the log.
	First int
}

// leastLearned is how many customers and days together trees need to see.
const leastLearned = 1000

// Learn trains a correction of the mixture on origins, all of them past. It is
// nil when there is nothing to learn, or nothing that holds on the last of the
// days: trees that explain three days and not the fourth explain nothing.
func (p Panel) Learn(ctx context.Context, origins []Origin, mix judge.Stacked, first int) (*Learned, error) {
	if len(origins) < 2 {
		return nil, nil
	}
	last := origins[len(origins)-1]
	var earlier []lesson
	for _, o := range origins[:len(origins)-1] {
		earlier = append(earlier, o.until(p, last.At, mix)) // nothing of what the trial is about
	}
	trial, err := p.train(ctx, earlier, first)
	if err != nil || trial == nil {
		return nil, err
	}
	share, err := p.bestShare(trial, last, mix)
	if err != nil || share == 0 {
		return nil, err
	}
	return p.Train(ctx, origins, mix, first, share)
}

// Train trains a correction of which a known share is to be applied; nil when
// there is nothing to learn.
func (p Panel) Train(ctx context.Context, origins []Origin, mix judge.Stacked, first int, share float64) (*Learned, error) {
	var all []lesson
	for _, o := range origins {
		all = append(all, lesson{o.Asked, o.mixed(mix).Predicted})
	}
	l, err := p.train(ctx, all, first)
	if l != nil {
		l.Share = share
	}
	return l, err
}

// lesson is what happened after a day, with what the mixture had expected.
type lesson struct {
	Asked
	expected []float64
}

// until is an origin as a lesson that ends no later than a day.
func (o Origin) until(p Panel, day int, mix judge.Stacked) lesson {
	if o.Until <= day {
		return lesson{o.Asked, o.mixed(mix).Predicted}
	}
	l := lesson{Asked: p.Ask(o.At, day)}
	l.expected = make([]float64, len(l.Histories))
	inParts(len(l.Histories), func(from, to int) {
		for i := from; i < to; i++ {
			for k, f := range o.Fitted {
				l.expected[i] += mix.Weights[k] * f.Model.ExpectedPurchases(l.Histories[i], l.Length)
			}
		}
	})
	return l
}

// train grows the trees.
func (p Panel) train(ctx context.Context, lessons []lesson, first int) (*Learned, error) {
	var rows boost.Rows
	var tables [][][]float64
	var stratum []int
	for k, o := range lessons {
		base := o.expected
		tables = append(tables, p.table(o.Asked, base, first))
		for i, y := range o.Bought {
			rows.Target = append(rows.Target, float64(y))
			rows.Offset = append(rows.Offset, math.Log(math.Max(base[i], leastExpected)))
			rows.Group = append(rows.Group, uint64(o.Customers[i]))
			stratum = append(stratum, k)
		}
	}
	if len(rows.Target) < leastLearned {
		return nil, nil
	}
	data, err := boost.NewDataset(rows)
	if errors.Is(err, btyd.ErrTooLittleData) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if err := data.Add(columns(tables)...); err != nil {
		return nil, err
	}
	c, _, err := boost.FitCorrection(ctx, data, []boost.Params{settings()}, folds, stratum)
	if errors.Is(err, btyd.ErrTooLittleData) {
		return nil, nil
	}
	if err != nil || c.Exponent == 0 || c.Model.Trees() == 0 {
		return nil, err
	}
	return &Learned{Correction: c, Share: 1, First: first}, nil
}

// settings are of small, strongly shrunk trees: there is little to learn
// beyond what the models know, and much noise to learn it from.
func settings() boost.Params {
	p := boost.Defaults(boost.Poisson)
	p.Leaves, p.L2, p.Trees, p.Patience = 8, 11, 200, 12
	return p
}

// folds of customers, for the number of trees.
const folds = 5

// bestShare is the share of a correction that foretells a later day best, by
// Poisson deviance.
func (p Panel) bestShare(l *Learned, o Origin, mix judge.Stacked) (float64, error) {
	base := o.mixed(mix).Predicted
	whole, err := l.Correct(p, o.Asked, base, 1)
	if err != nil {
		return 0, err
	}
	best, least := 0.0, deviance(base, o.Bought)
	for _, share := range []float64{0.5, 1} {
		blended := make([]float64, len(base))
		for i := range base {
			blended[i] = (1-share)*base[i] + share*whole[i]
		}
		if d := deviance(blended, o.Bought); d < least {
			best, least = share, d
		}
	}
	return best, nil
}

// deviance is that of Poisson counts, up to what does not depend on the means.
func deviance(mean []float64, y []int) float64 {
	d := 0.0
	for i, m := range mean {
		m = math.Max(m, leastExpected)
		d += m - float64(y[i])*math.Log(m)
	}
	return d
}

// Correct is what the correction makes of the mixture's expectations on
// another day, held to their total. base has the pace given; trees know the
// usual one.
func (l *Learned) Correct(p Panel, a Asked, base []float64, pace float64) ([]float64, error) {
	usual := make([]float64, len(base))
	for i, b := range base {
		usual[i] = b / pace
	}
	table := p.table(a, usual, l.First)
	raw := make([]float64, len(base))
	if err := l.Correction.Model.Margins(raw, table, nil, 0); err != nil {
		return nil, err
	}
	total, held := 0.0, 0.0
	for i, b := range base {
		raw[i] = math.Exp(l.Correction.Exponent * raw[i])
		total, held = total+b, held+b*raw[i]
	}
	for i, b := range base {
		raw[i] = b * (1 + l.Share*(raw[i]*total/held-1))
	}
	return raw, nil
}

// Factor is by how much trees would multiply the expectation of one customer,
// before it is held to a total. expected is what the mixture says at the usual
// pace of the time from at to until, which is length long in model units.
func (l *Learned) Factor(c store.Panelist, at, until int, length, expected float64) float64 {
	row, ok := l.row(c, at, until, length, expected)
	if !ok {
		return 1
	}
	m, err := l.Correction.Model.Margin(row)
	if err != nil {
		return 1
	}
	return math.Exp(l.Correction.Exponent * m)
}

// row is what trees see of one customer; false for one without a purchase.
func (l *Learned) row(c store.Panelist, at, until int, length, expected float64) ([]float64, bool) {
	p := NewPanel([]store.Panelist{c}, 1)
	if len(p.Days) == 0 || int(p.Days[0][0]) > at {
		return nil, false
	}
	was := p.pastOf(0, at, until, l.First)
	row := make([]float64, 0, len(features)+1)
	for _, f := range features {
		row = append(row, f.of(&was))
	}
	return append(row, math.Log(math.Max(expected, leastExpected))-math.Log(length)), true
}

// judgeLearned is the record of the corrected mixture: its distributions are
// the mixture's, tilted to the corrected means.
func (a Asked) judgeLearned(pool Pool, corrected []float64) judge.Outcomes {
	n := len(a.Histories)
	o := judge.Outcomes{Predicted: corrected, Actual: make([]float64, n), Weight: make([]float64, n), LogProb: make([]float64, n)}
	inParts(n, func(from, to int) {
		for i := from; i < to; i++ {
			y := a.Bought[i]
			pmf := make([]float64, scoreLength(max(corrected[i], pool.ExpectedPurchases(a.Histories[i], a.Length)), y)+8)
			pool.Predictive(a.Histories[i], a.Length, pmf)
			tilt(pmf, corrected[i])
			o.Actual[i], o.Weight[i], o.LogProb[i] = float64(y), 1, logProbability(pmf, y)
		}
	})
	o.Rank()
	return o
}

// TryLearned is how a mixture, and the mixture corrected, did on a later day.
func (l *Learned) TryLearned(p Panel, a Asked, pool Pool) (plain, corrected judge.Outcomes, err error) {
	plain = a.judge(pool, false)
	means, err := l.Correct(p, a, plain.Predicted, pool.pace())
	if err != nil {
		return plain, corrected, err
	}
	return plain, a.judgeLearned(pool, means), nil
}

// Importance is what each feature gains the trees, as shares, largest first.
func (l *Learned) Importance() (names []string, shares []float64) {
	gains, total := l.Correction.Model.GainImportance(), 0.0
	for _, g := range gains {
		total += g
	}
	if total == 0 {
		return nil, nil
	}
	for _, j := range descending(gains) {
		names, shares = append(names, l.Correction.Model.Features()[j].Name), append(shares, gains[j]/total)
	}
	return names, shares
}

// Effect is what one feature does to one customer's expectation.
type Effect struct {
	Feature string
	Value   float64 // of the feature; NaN when there is none
	Factor  float64 // by which it multiplies the expectation
}

// Explain lists the effects on one customer, the strongest first.
func (l *Learned) Explain(c store.Panelist, at, until int, length, expected float64) []Effect {
	row, ok := l.row(c, at, until, length, expected)
	if !ok {
		return nil
	}
	parts := make([]float64, len(row))
	if err := l.Correction.Model.Explainer().Contributions(parts, row); err != nil {
		return nil
	}
	strength := make([]float64, len(parts))
	for i, v := range parts {
		strength[i] = math.Abs(v)
	}
	var out []Effect
	for _, j := range descending(strength) {
		if strength[j] > 0 {
			out = append(out, Effect{l.Correction.Model.Features()[j].Name, row[j], math.Exp(l.Share * l.Correction.Exponent * parts[j])})
		}
	}
	return out
}
