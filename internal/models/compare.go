package models

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/judge"
	"github.com/perennial-clv/perennial/internal/value"
)

// contender is a model, a mixture or a rule with its record over all origins.
type contender struct {
	name   string
	all    judge.Outcomes
	weight float64
	fit    *value.ModelFit
}

// Compare asks families from several earlier days what would follow, and
// judges them, their mixture and the naive rule on what did. A family that
// cannot be fitted to all of the panel is left out, and the verdict says so.
func Compare(ctx context.Context, p Panel, families []Family, plan Plan, unit string) (value.ModelComparison, error) {
	fits, left, err := fitNow(ctx, p, families, plan.End, unit)
	if err != nil {
		return value.ModelComparison{}, err
	}
	var usable []Family
	for _, f := range families {
		if fits[f.Name] != nil {
			usable = append(usable, f)
		}
	}
	origins, err := p.Roll(ctx, usable, plan)
	if err != nil {
		return value.ModelComparison{}, err
	}
	if len(origins) == 0 || len(usable) == 0 {
		return value.ModelComparison{}, value.Errorf(value.TooLittle, "the log cannot be asked from any earlier day").
			WithHint("A comparison needs a day with %d customers who bought twice before it and %d days after it", plan.MinRepeaters, plan.MinDays)
	}
	mix, _ := Stack(origins)
	c := Judge(origins, mix, fits, unit, len(p.Days))
	c.Verdict = strings.Join(append([]string{c.Verdict}, left...), " ")
	c.Drift, err = p.Drift(ctx, Foremost(c, usable), plan.First, plan.End)
	return c, err
}

// Judge is the record of families asked from several days, of their mixture
// and of the naive rule. fits, if any, are of all that is known, by name.
func Judge(origins []Origin, mix judge.Stacked, fits map[string]*value.ModelFit, unit string, customers int) value.ModelComparison {
	c := value.ModelComparison{Unit: unit, Customers: customers, Origins: []value.OriginRecord{}, Models: []value.ComparedModel{}}
	all := contenders(origins, mix, fits)
	for _, o := range origins {
		c.Origins = append(c.Origins, o.record(mix))
	}
	group := customersOf(origins)
	c.Models = ranked(all, group)
	c.Verdict = verdict(c, all, group)
	return c
}

// fitNow fits every family to all that is known at the end.
func fitNow(ctx context.Context, p Panel, families []Family, end int, unit string) (map[string]*value.ModelFit, []string, error) {
	rows := btyd.Compress(p.Ask(end, end).Histories)
	fits, left := map[string]*value.ModelFit{}, []string{}
	for _, f := range families {
		began := time.Now()
		_, d, err := f.Fit(ctx, rows, btyd.Options{})
		switch {
		case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
			return nil, nil, err
		case err != nil:
			left = append(left, fmt.Sprintf("%s could not be fitted: %s.", value.ModelTitle(f.Name), strings.TrimPrefix(err.Error(), "btyd: ")))
		default:
			r := Record(f.Name, unit, d, time.Since(began))
			fits[f.Name] = &r
		}
	}
	return fits, left, nil
}

// contenders gathers the records over all origins.
func contenders(origins []Origin, mix judge.Stacked, fits map[string]*value.ModelFit) []contender {
	var out []contender
	for k, f := range origins[0].Fitted {
		out = append(out, contender{f.Family.Name, Pooled(origins, func(o Origin) judge.Outcomes { return o.Said[k] }), mix.Weights[k], fits[f.Family.Name]})
	}
	if len(out) > 1 {
		out = append(out, contender{name: value.Stacked, all: Pooled(origins, func(o Origin) judge.Outcomes { return o.mixed(mix) })})
	}
	return append(out, contender{name: value.Naive, all: Pooled(origins, func(o Origin) judge.Outcomes { return o.Naive })})
}

// mixed is the record of the mixture at an origin. Its weights were found on
// all origins together, so this is a fit and not a forecast.
func (o Origin) mixed(mix judge.Stacked) judge.Outcomes {
	n := len(o.Histories)
	out := judge.Outcomes{Predicted: make([]float64, n), Actual: o.Said[0].Actual, Weight: o.Said[0].Weight, LogProb: make([]float64, n)}
	for i := range n {
		p := 0.0
		for k, w := range mix.Weights {
			out.Predicted[i] += w * o.Said[k].Predicted[i]
			p += w * math.Exp(o.Said[k].LogProb[i])
		}
		out.LogProb[i] = math.Log(math.Max(p, LeastProbability))
	}
	if o.Said[0].CRPS != nil {
		whole := o.mixedWhole(mix)
		out.CRPS, out.Inside, out.Claimed = whole.CRPS, whole.Inside, whole.Claimed
	}
	out.Rank()
	return out
}

// mixedWhole judges the mixture's whole distributions.
func (o Origin) mixedWhole(mix judge.Stacked) judge.Outcomes {
	var members []Model
	for _, f := range o.Fitted {
		members = append(members, f.Model)
	}
	pool := NewPool(members, mix.Weights, make([]bool, len(members)))
	return o.judge(pool, true)
}

// customersOf says whose each row of the pooled records is.
func customersOf(origins []Origin) (group []int32) {
	for _, o := range origins {
		group = append(group, o.Customers...)
	}
	return group
}

// ranked are the records, best mean log score first.
func ranked(all []contender, group []int32) []value.ComparedModel {
	best := best(all)
	var out []value.ComparedModel
	for _, c := range all {
		r := value.ComparedModel{BacktestModel: Backtested(c.name, c.all), CRPS: c.all.MeanCRPS(), Weight: c.weight, Fit: c.fit}
		r.Coverage, r.CoverageClaimed = c.all.Coverage()
		d := judge.ClusteredMean(best.all.LogProb, c.all.LogProb, group)
		r.Behind = d.Difference
		r.BehindLow, r.BehindHigh = d.Interval(0.95)
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b value.ComparedModel) int { return cmp.Compare(b.LogScore, a.LogScore) })
	return out
}

// best is the contender with the highest mean log score.
func best(all []contender) contender {
	return slices.MaxFunc(all, func(a, b contender) int { return cmp.Compare(a.all.LogScore(), b.all.LogScore()) })
}

// bestModel is the best contender that is not the naive rule, which is last.
func bestModel(all []contender) contender { return best(all[:len(all)-1]) }

// Backtested is the record of one model.
func Backtested(name string, o judge.Outcomes) value.BacktestModel {
	r := value.BacktestModel{Name: name}
	r.Predicted, r.Actual, _ = o.Totals()
	if r.Actual > 0 {
		r.Bias = r.Predicted/r.Actual - 1
	}
	r.MAE, r.RMSE = o.Errors()
	r.Spearman, r.Gini, r.TopDecileShare, r.LogScore = o.Spearman(), o.Gini(), o.TopShare(), o.LogScore()
	return r
}

// record is an origin as kept.
func (o Origin) record(mix judge.Stacked) value.OriginRecord {
	r := value.OriginRecord{AsOf: value.DateFromDays(o.At), Until: value.DateFromDays(o.Until), Customers: len(o.Histories), Fitted: map[string]map[string]float64{}}
	for k, f := range o.Fitted {
		r.Models = append(r.Models, Backtested(f.Family.Name, o.Said[k]))
		at := map[string]float64{}
		for i, name := range f.Diag.Names {
			at[name] = f.Diag.Estimate[i]
		}
		r.Fitted[f.Family.Name] = at
	}
	if len(o.Fitted) > 1 {
		r.Models = append(r.Models, Backtested(value.Stacked, o.mixed(mix)))
	}
	r.Models = append(r.Models, Backtested(value.Naive, o.Naive))
	return r
}

// verdict says what a comparison found.
func verdict(c value.ModelComparison, all []contender, group []int32) string {
	var said []string
	top := c.Models[0]
	var as []string
	for _, m := range c.Models[1:] {
		if m.BehindLow <= 0 {
			as = append(as, value.ModelTitle(m.Name))
		}
	}
	s := fmt.Sprintf("%s foretold best what each customer did (mean log score %.4f, %+.1f %% in total).", value.ModelTitle(top.Name), top.LogScore, 100*top.Bias)
	if len(as) > 0 {
		s += " Not clearly worse: " + strings.Join(as, ", ") + "."
	}
	said = append(said, s)
	naive, model := all[len(all)-1], bestModel(all)
	if d := judge.ClusteredMean(judge.NegativeSquares(naive.all), judge.NegativeSquares(model.all), group); d.Difference > 2*d.StdErr {
		said = append(said, fmt.Sprintf("No model beats the naive rule here by squared error: it is clearly closer than %s.", value.ModelTitle(model.name)))
	}
	return strings.Join(said, " ")
}
