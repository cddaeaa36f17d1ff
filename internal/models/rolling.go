package models

import (
	"context"
	"errors"
	"math"
	"runtime"
	"sync"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/judge"
)

// Fitted is a model fitted as of a day.
type Fitted struct {
	Family Family
	Model  Model
	Diag   btyd.Diagnostics
}

// Origin is what models fitted on a day said of the time after it, and what
// happened. Said lines up with Fitted.
type Origin struct {
	Asked
	Fitted []Fitted
	Said   []judge.Outcomes
	// Naive is the record of the naive rule.
	Naive judge.Outcomes
}

// Plan says from which days a panel is asked.
type Plan struct {
	First, End  int // days since 1970: of the log, and the last that may be used
	HorizonDays int
	// Shares of the way from First to End at which models are asked.
	Shares []float64
	// MinDays must follow an origin, and MinRepeaters customers must have
	// bought twice by then, for it to judge anything.
	MinDays, MinRepeaters int
	// Scores asks for the whole distribution's score too; it takes longer.
	Scores bool
}

// DefaultShares are the usual origins: several, so that no one season decides,
// and none so early that there is nothing to learn from.
var DefaultShares = []float64{0.35, 0.5, 0.65, 0.8}

// Roll fits every family at each origin and asks it what follows. A family
// that cannot be fitted at an origin leaves the origin out: models are
// compared on the same questions.
func (p Panel) Roll(ctx context.Context, families []Family, plan Plan) ([]Origin, error) {
	var out []Origin
	for _, share := range plan.Shares {
		at := plan.First + int(share*float64(plan.End-plan.First))
		until := min(plan.End, at+plan.HorizonDays)
		o := Origin{Asked: p.Ask(at, until)}
		if until-at < plan.MinDays || o.Repeaters < plan.MinRepeaters {
			continue
		}
		ok, err := o.fit(ctx, families)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		for _, f := range o.Fitted {
			o.Said = append(o.Said, o.judge(f.Model, plan.Scores))
		}
		o.Naive = o.judge(HabitOf(btyd.Compress(o.Histories)), plan.Scores)
		out = append(out, o)
	}
	return out, nil
}

// fit fits every family; false when one could not be.
func (o *Origin) fit(ctx context.Context, families []Family) (bool, error) {
	rows := btyd.Compress(o.Histories)
	for _, f := range families {
		m, d, err := f.Fit(ctx, rows, btyd.Options{})
		if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			return false, err
		}
		if err != nil || !d.Converged {
			return false, nil
		}
		o.Fitted = append(o.Fitted, Fitted{f, m, d})
	}
	return true, nil
}

// Predictor is what judging needs of a model.
type Predictor interface {
	ExpectedPurchases(h btyd.History, t float64) float64
	Predictive(h btyd.History, t float64, dst []float64) (tail float64)
}

// covered is the chance that intervals of the number of purchases claim.
const covered = 0.90

// scoreLength is how much of a distribution is looked at to score it: what
// happened, and all but next to nothing of what might have.
func scoreLength(expected float64, y int) int {
	return max(y, int(expected+10*math.Sqrt(expected+1))) + 24
}

// Judge compares what a model says of every customer with what happened.
func (a Asked) Judge(m Predictor) judge.Outcomes { return a.judge(m, false) }

// judge compares what a model says of every customer with what happened.
func (a Asked) judge(m Predictor, scores bool) judge.Outcomes {
	n := len(a.Histories)
	o := judge.Outcomes{Predicted: make([]float64, n), Actual: make([]float64, n), Weight: make([]float64, n), LogProb: make([]float64, n)}
	if scores {
		o.CRPS, o.Inside, o.Claimed = make([]float64, n), make([]float64, n), make([]float64, n)
	}
	inParts(n, func(from, to int) {
		var room []float64
		for i := from; i < to; i++ {
			y := a.Bought[i]
			length, expected := y+1, m.ExpectedPurchases(a.Histories[i], a.Length)
			if scores {
				length = scoreLength(expected, y)
			}
			if cap(room) < length {
				room = make([]float64, 2*length)
			}
			pmf := room[:length]
			m.Predictive(a.Histories[i], a.Length, pmf)
			o.Predicted[i] = expected
			o.Actual[i], o.Weight[i], o.LogProb[i] = float64(y), 1, logProbability(pmf, y)
			if scores {
				o.CRPS[i] = judge.CRPS(pmf, y)
				var inside bool
				if inside, o.Claimed[i] = judge.Covers(pmf, y, covered); inside {
					o.Inside[i] = 1
				}
			}
		}
	})
	o.Rank()
	return o
}

// inParts runs f over [0, n) on all processors.
func inParts(n int, f func(from, to int)) {
	workers := min(runtime.GOMAXPROCS(0), n/256+1)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() { f(n*w/workers, n*(w+1)/workers) })
	}
	wg.Wait()
}

// Pooled joins the records of several origins: one row a customer and origin.
func Pooled(origins []Origin, of func(Origin) judge.Outcomes) judge.Outcomes {
	var all judge.Outcomes
	for _, o := range origins {
		r := of(o)
		all.Predicted, all.Actual = append(all.Predicted, r.Predicted...), append(all.Actual, r.Actual...)
		all.Weight, all.LogProb = append(all.Weight, r.Weight...), append(all.LogProb, r.LogProb...)
		all.CRPS = append(all.CRPS, r.CRPS...)
		all.Inside, all.Claimed = append(all.Inside, r.Inside...), append(all.Claimed, r.Claimed...)
	}
	all.Rank()
	return all
}

// Stack is the mixture of the families that would have foretold best from the
// origins; false without origins.
func Stack(origins []Origin) (judge.Stacked, bool) {
	if len(origins) == 0 {
		return judge.Stacked{}, false
	}
	logProb := make([][]float64, len(origins[0].Fitted))
	var weight []float64
	for k := range logProb {
		logProb[k] = Pooled(origins, func(o Origin) judge.Outcomes { return o.Said[k] }).LogProb
	}
	for _, o := range origins {
		for range o.Histories {
			weight = append(weight, 1)
		}
	}
	s := judge.Stack(logProb, weight)
	s.Weights = believable(s.Weights, origins[0].Fitted)
	return s, true
}

// immortality is the part of its weight that a model keeps in which nobody is
// ever lost. Over the weeks between an origin and the end of the log such a
// model may do well; over the longer horizons it is then asked about, its
// error grows where the others' does not.
const immortality = 0.5

// believable takes weight from models in which nobody is ever lost, and gives
// it to the others in proportion.
func believable(weights []float64, fits []Fitted) []float64 {
	out, mortal := make([]float64, len(weights)), 0.0
	for k, w := range weights {
		if out[k] = w; fits[k].Family.Immortal {
			out[k] = immortality * w
		} else {
			mortal += w
		}
	}
	if mortal == 0 {
		return weights
	}
	freed := 1.0
	for _, w := range out {
		freed -= w
	}
	for k, w := range out {
		if !fits[k].Family.Immortal {
			out[k] = w * (1 + freed/mortal)
		}
	}
	return out
}
