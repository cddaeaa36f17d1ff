package score

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/perennial-clv/perennial/btyd/judge"
	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// Progress is told which step a run is at.
type Progress func(step string)

// running is a run under way: each step adds to it.
type running struct {
	bench  store.Workbench
	opt    Options
	plan   plan
	span   store.Span
	counts store.Counts

	shapes      shapes   // up to as-of
	models      []fitted // on those
	backtested  []fitted // on the calibration period
	tests       []judge.Outcomes
	naive       judge.Outcomes // of the naive rule, beside tests
	comparison  *value.ModelComparison
	rolled      *rolled         // up to the day last stacked
	joining     []models.Family // beside the candidates, on the rows last fitted
	learnedTest *learnedTest
	learned     *models.Learned // nil: not used
	chosen      *fitted         // nil: cohort averages
	reason      string
	predictor   predictor
	spendFit    *fittedSpend   // behind the predictor
	spendFits   []*fittedSpend // all there are
	spendTest   *spendTest     // nil: repeat days, unasked
	valueTest   *value.BacktestValue
	doubt       uncertainty
	births      []store.Birth
	notices     []value.Notice
	seconds     map[string]float64
}

// Run scores every customer of a workbench and returns the record. input says
// what was read; its counts up to as-of are filled in here, and notices are what
// reading already had to say.
func Run(ctx context.Context, bench store.Workbench, opt Options, input value.Input, notices []value.Notice, report Progress) (value.Run, error) {
	opt, err := opt.WithDefaults()
	if err != nil {
		return value.Run{}, err
	}
	if report == nil {
		report = func(string) {}
	}
	r := &running{bench: bench, opt: opt, notices: notices, seconds: map[string]float64{}}
	steps := []struct {
		name, says string
		do         func(context.Context) error
	}{
		{"summarise", "summarising customers", r.summarise},
		{"backtest", "backtesting models", r.backtest},
		{"fit", "fitting models", r.fit},
	}
	for _, s := range steps {
		report(s.says)
		began := time.Now()
		if err := s.do(ctx); err != nil {
			return value.Run{}, err
		}
		r.seconds[s.name] = time.Since(began).Seconds()
	}
	report("scoring customers")
	return r.score(ctx, input)
}

// summarise cuts the log and reads the histories.
func (r *running) summarise(ctx context.Context) error {
	var err error
	if r.span, err = r.bench.Span(ctx, r.opt.Zone); err != nil {
		return err
	}
	if r.span.Rows == 0 {
		return value.Errorf(value.NotFound, "there are no orders that name a customer").WithHint("Import some with `perennial import FILE`; orders that name nobody, such as those of Amazon's All Orders report, count in `perennial value` only")
	}
	if r.plan, err = planCut(r.span, r.opt); err != nil {
		return err
	}
	r.plan.cut.Panel = panelSize
	if r.counts, err = r.bench.Summarise(ctx, r.plan.cut); err != nil {
		return err
	}
	r.shapes, err = readShapes(ctx, r.bench, store.UpToAsOf, r.opt.UnitDays())
	if err == nil && len(r.shapes.all) == 0 {
		return value.Errorf(value.TooLittle, "there is no order up to %s, only refunds", r.plan.cut.AsOf).
			WithHint("Check the sign of the amounts: refunds are negative, orders are not")
	}
	return err
}

// horizonEnd is the last day predicted.
func (r *running) horizonEnd() value.Date { return r.plan.cut.AsOf.AddDays(r.plan.horizon) }

// wanted are the models to fit.
func (r *running) wanted() []models.Family {
	if r.opt.Model == Auto || r.opt.Model == Stacked {
		return append(families(), r.joining...)
	}
	return []models.Family{*familyOf(r.opt.Model)}
}

// backtest fits on the calibration period and judges on the hold-out.
func (r *running) backtest(ctx context.Context) error {
	if r.plan.kind != "" && r.counts.CalibrationRepeaters < minRepeaters {
		r.plan.why = fmt.Sprintf("no backtest: only %d customers had bought twice by %s; %d more would do",
			r.counts.CalibrationRepeaters, r.plan.cut.CalibrationEnd, minRepeaters-r.counts.CalibrationRepeaters)
		r.plan.kind = ""
	}
	if r.counts.Repeaters < minRepeaters {
		return nil
	}
	if r.plan.kind == "" {
		r.notices = append(r.notices, value.Notice{Level: "warning", Code: "no-backtest", Text: sentence(r.plan.why)})
		return nil
	}
	s, err := readShapes(ctx, r.bench, store.UpToCalibrationEnd, r.opt.UnitDays())
	if err != nil {
		return err
	}
	fits, notices, err := r.fitAll(ctx, s.rows())
	if err != nil {
		return err
	}
	r.notices = append(r.notices, notices...)
	if fits, err = r.stack(ctx, fits, r.plan.cut.CalibrationEnd, r.plan.cut.HoldoutEnd); err != nil {
		return err
	}
	r.backtested = fits
	units := float64(r.plan.holdoutDays()) / r.opt.UnitDays()
	r.naive = outcomesOf(models.HabitOf(s.rows()), s, units)
	r.naive.Rank()
	r.tests = judgeAll(fits, s, units)
	at, reason := choose(fits, r.tests, r.opt, r.plan)
	if at < 0 {
		return nil
	}
	r.chosen, r.reason = &r.backtested[at], reason
	if n, ok := beaten(r.tests[at], r.naive); ok {
		r.notices = append(r.notices, n)
	}
	if err := r.tryLearned(ctx); err != nil {
		return err
	}
	return r.backtestValue(ctx, s)
}

// backtestValue compares predicted with actual spend in the hold-out.
func (r *running) backtestValue(ctx context.Context, s shapes) error {
	spend, _, _, err := r.fitSpendOn(ctx, store.UpToCalibrationEnd, store.RepeatDays)
	if err != nil {
		return err
	}
	v := r.valueWith(spend, s)
	if err := r.trySpendDays(ctx, spend); err != nil {
		return err
	}
	if t := r.spendTest; t != nil {
		all := r.valueWith(t.models[store.AllDays], s)
		t.decide(v.Bias, all.Bias)
		v.Spend = t.records()
		if t.won {
			all.Spend = v.Spend
			v = all
		}
	}
	r.valueTest = &v
	return nil
}

// valueWith compares predicted with actual spend under a model of spend.
func (r *running) valueWith(spend spending, s shapes) value.BacktestValue {
	p := predictor{model: r.chosen.model, spend: spend, horizon: float64(r.plan.holdoutDays()) / r.opt.UnitDays(), unit: r.opt.UnitDays()}
	v := value.BacktestValue{Predicted: p.totalValue(s, 1), Actual: r.counts.HoldoutValue.Float(), Spend: []value.BacktestSpend{}}
	if v.Actual != 0 {
		v.Bias = v.Predicted/v.Actual - 1
	}
	return v
}

// fitSpendOn fits spend to some purchase days of a window.
func (r *running) fitSpendOn(ctx context.Context, w store.Window, d store.SpendDays) (spending, *fittedSpend, []value.Notice, error) {
	rows, err := readSpends(ctx, r.bench, w, d)
	if err != nil {
		return nil, nil, nil, err
	}
	return fitSpend(ctx, rows, d, r.meanSpend())
}

// meanSpend is the mean net spend a purchase day, for the simplest model.
func (r *running) meanSpend() float64 {
	var days float64
	for _, s := range r.shapes.all {
		days += float64(s.Customers) * float64(s.X+1)
	}
	if days == 0 {
		return 0
	}
	return r.counts.Gross.Float() * r.netShare() / days
}

// fit fits on everything up to as-of, with the models the backtest chose.
func (r *running) fit(ctx context.Context) error {
	if err := r.fitTransactions(ctx); err != nil {
		return err
	}
	if err := r.learn(ctx); err != nil {
		return err
	}
	spend, err := r.fitSpends(ctx)
	if err != nil {
		return err
	}
	r.predictor = predictor{spend: spend, horizon: r.opt.horizonUnits(), delta: r.opt.delta(), unit: r.opt.UnitDays()}
	if r.chosen != nil {
		r.predictor.model = r.chosen.model
	} else {
		r.predictor.model = averageOf(r.shapes.rows(), daysPerYear/r.opt.UnitDays())
		r.notices = append(r.notices, fallbackNotice(r.counts.Repeaters))
	}
	return nil
}

// fitSpends fits spend to everything up to as-of: always to repeat days, the
// published model, and to all days if the backtest was for it.
func (r *running) fitSpends(ctx context.Context) (spending, error) {
	spend, fit, notices, err := r.fitSpendOn(ctx, store.UpToAsOf, store.RepeatDays)
	if err != nil {
		return nil, err
	}
	r.spendFit, r.spendFits = fit, []*fittedSpend{fit}
	if r.spendTest != nil && r.spendTest.won {
		all, fit, say, err := r.fitSpendOn(ctx, store.UpToAsOf, store.AllDays)
		if err != nil {
			return nil, err
		}
		if all.name() == GammaGamma {
			spend, notices, r.spendFit, r.spendFits = all, say, fit, append(r.spendFits, fit)
		}
	}
	r.notices = append(r.notices, notices...)
	return spend, nil
}

// fitTransactions fits the transaction models, unless the calibration period
// ended at as-of and the fits are there already.
func (r *running) fitTransactions(ctx context.Context) error {
	if r.counts.Repeaters < minRepeaters {
		return nil
	}
	wantedName := ""
	if r.chosen != nil {
		wantedName = r.chosen.family.Name
	}
	if r.plan.kind == afterAsOf && r.backtested != nil {
		r.models = slices.Clone(r.backtested)
		for i, m := range r.models {
			var err error
			if r.models[i], err = r.paced(ctx, m, r.plan.cut.AsOf, r.horizonEnd()); err != nil {
				return err
			}
		}
	} else {
		var notices []value.Notice
		var err error
		if r.models, notices, err = r.fitAll(ctx, r.shapes.rows()); err != nil {
			return err
		}
		r.notices = append(r.notices, notices...)
		if r.models, err = r.stack(ctx, r.models, r.plan.cut.AsOf, r.horizonEnd()); err != nil {
			return err
		}
	}
	r.chosen = nil
	for i := range r.models {
		if r.models[i].family.Name == wantedName && r.models[i].usable() {
			r.chosen = &r.models[i]
		}
	}
	if r.chosen == nil {
		if at, reason := choose(r.models, nil, r.opt, r.plan); at >= 0 {
			r.chosen, r.reason = &r.models[at], reason
		}
	}
	return nil
}

// score hands the store the predictions and finishes the record.
func (r *running) score(ctx context.Context, input value.Input) (value.Run, error) {
	began := time.Now()
	charts, err := r.chartsOf(ctx)
	if err != nil {
		return value.Run{}, err
	}
	scores, chance := r.predictor.scoreAll(r.shapes, r.opt.Margin)
	if err := r.adjust(ctx, scores); err != nil {
		return value.Run{}, err
	}
	r.addNotices()
	var out value.Run
	err = r.bench.Keep(ctx, scores, r.predictor.spend.days(), r.opt.Margin, func(s store.Scored) (value.Run, error) {
		charts.Best, charts.Slipping, charts.Concentration = s.Best, s.Slipping, s.Concentration
		if out, err = r.record(ctx, input, s, chance); err != nil {
			return out, err
		}
		r.seconds["score"] = time.Since(began).Seconds()
		out.Charts, out.Seconds = charts, r.seconds
		return out, nil
	})
	return out, err
}
