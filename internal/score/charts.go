package score

import (
	"context"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// chartsOf builds the charts that do not need scores.
func (r *running) chartsOf(ctx context.Context) (value.Charts, error) {
	var c value.Charts
	var err error
	if r.births, err = r.bench.Births(ctx); err != nil {
		return c, err
	}
	if c.RevenueByMonth, err = r.bench.Months(ctx); err != nil {
		return c, err
	}
	markPartial(c.RevenueByMonth, r.counts.First, r.plan.cut.AsOf)
	if c.Cohorts, err = r.cohorts(ctx); err != nil {
		return c, err
	}
	if c.Tracking, err = r.tracking(ctx); err != nil {
		return c, err
	}
	c.TrackingSplit = r.plan.cut.CalibrationEnd
	c.Frequency = r.frequency()
	for i, o := range r.tests {
		c.Calibration = append(c.Calibration, calibrationBins(r.backtested[i].family.Name, o)...)
	}
	c.AliveMatrix = r.aliveMatrix()
	return c, nil
}

// markPartial marks months that the log does not cover whole.
func markPartial(months []value.MonthRevenue, first, asOf value.Date) {
	for i := range months {
		m := months[i].Month
		end := value.DateOf(m.Time().AddDate(0, 1, -1))
		months[i].Partial = m.Before(first) || asOf.Before(end)
	}
}

// cohortPeriod keeps the number of curves readable.
func cohortPeriod(days int) string {
	switch {
	case days <= 2*366:
		return "month"
	case days <= 7*366:
		return "quarter"
	}
	return "year"
}

// cohorts are cumulative net spend per customer, through the 30-day steps
// that all customers of the cohort have completed.
func (r *running) cohorts(ctx context.Context) ([]value.Cohort, error) {
	cells, err := r.bench.Cohorts(ctx, cohortPeriod(r.plan.cut.AsOf.Sub(r.counts.First)))
	if err != nil {
		return nil, err
	}
	var out []value.Cohort
	for from := 0; from < len(cells); {
		to := from
		for to < len(cells) && cells[to].Cohort == cells[from].Cohort {
			to++
		}
		out = append(out, r.cohort(cells[from:to]))
		from = to
	}
	return out, nil
}

// cohort is one curve from its cells.
func (r *running) cohort(cells []store.CohortCell) value.Cohort {
	c := value.Cohort{Month: cells[0].Cohort, Cumulative: []float64{}}
	for _, b := range r.births {
		if !b.Day.Before(cells[0].Cohort) && !cells[0].End.Before(b.Day) {
			c.Customers += b.Customers
		}
	}
	steps := (r.plan.cut.AsOf.Sub(cells[0].End) + 1) / 30
	values := make([]float64, max(steps, 0))
	for _, cell := range cells {
		if cell.Step < len(values) {
			values[cell.Step] = cell.Value
		}
	}
	sum := 0.0
	for _, v := range values {
		sum += v
		c.Cumulative = append(c.Cumulative, sum/math.Max(float64(c.Customers), 1))
	}
	return c
}

// trackingPoints is the most points of the tracking plot.
const trackingPoints = 160

// tracking compares cumulative repeat purchases with what the backtested
// models expected of the customers known at the calibration end.
func (r *running) tracking(ctx context.Context) ([]value.TrackingPoint, error) {
	repeats, err := r.bench.Repeats(ctx)
	if err != nil || len(r.births) == 0 {
		return nil, err
	}
	known, end := r.plan.cut.AsOf, r.plan.cut.AsOf
	fits := r.models
	if r.plan.kind != "" {
		known, end, fits = r.plan.cut.CalibrationEnd, r.plan.cut.HoldoutEnd, r.backtested
	}
	first := r.births[0].Day
	days := end.Sub(first)
	step := 7 * max(1, int(math.Ceil(float64(days)/7/trackingPoints)))
	curves := map[string]expecting{}
	for _, m := range fits {
		if m.usable() {
			curves[m.family.Name] = r.expectingOf(m.model, known, days)
		}
	}
	var out []value.TrackingPoint
	next, actual := 0, 0.0
	for d := step; d <= days; d += step {
		p := value.TrackingPoint{Day: first.AddDays(d), Expected: map[string]float64{}}
		for next < len(repeats) && !p.Day.Before(repeats[next].Day) {
			actual += float64(repeats[next].Count)
			next++
		}
		p.Actual = actual
		for name, curve := range curves {
			p.Expected[name] = r.expectedBy(curve, p.Day, known)
		}
		out = append(out, p)
	}
	return out, nil
}

// expecting is how many repeat purchases are expected of a customer first seen
// on a day, by an age in days.
type expecting func(born value.Date, age int) float64

// expectingOf is E[X(t)] of a new customer for every age; or, where it matters
// to the model when a customer was first seen, of one first seen then. known is
// the day as of which it was fitted.
func (r *running) expectingOf(m transactions, known value.Date, days int) expecting {
	if models.Dated(m) {
		return func(born value.Date, age int) float64 {
			return r.seen(m, born, known).ExpectedPurchases(btyd.History{}, float64(age)/r.opt.UnitDays())
		}
	}
	curve := make([]float64, days+1)
	for d := 1; d <= days; d++ {
		curve[d] = m.ExpectedNewCustomer(float64(d) / r.opt.UnitDays())
	}
	return func(_ value.Date, age int) float64 { return curve[age] }
}

// seen is a model as of the day on which a customer was first seen.
func (r *running) seen(m transactions, born, known value.Date) transactions {
	return models.Later(m, float64(born.Sub(known))/r.opt.UnitDays())
}

// expectedBy sums the curve over customers first seen by known, at their age
// on a day.
func (r *running) expectedBy(curve expecting, day, known value.Date) float64 {
	sum := 0.0
	for _, b := range r.births {
		if known.Before(b.Day) || day.Before(b.Day) {
			break
		}
		sum += float64(b.Customers) * curve(b.Day, day.Sub(b.Day))
	}
	return sum
}

// frequencyBars is the number of bars: 0 … 6 and 7 or more.
const frequencyBars = 8

// frequency compares how many customers made how many repeat purchases up to
// as-of with what each model expects of customers of the same ages.
func (r *running) frequency() []value.FrequencyBar {
	out := make([]value.FrequencyBar, frequencyBars)
	for i := range out {
		out[i] = value.FrequencyBar{Frequency: i, OrMore: i == frequencyBars-1, Expected: map[string]float64{}}
	}
	for _, s := range r.shapes.all {
		out[min(int(s.X), frequencyBars-1)].Actual += float64(s.Customers)
	}
	pmf := make([]float64, frequencyBars-1)
	for _, m := range r.models {
		if !m.usable() {
			continue
		}
		for _, b := range r.births {
			age := float64(r.plan.cut.AsOf.Sub(b.Day)) / r.opt.UnitDays()
			var tail float64
			if models.Dated(m.model) {
				tail = r.seen(m.model, b.Day, r.plan.cut.AsOf).Predictive(btyd.History{}, age, pmf)
			} else {
				tail = m.model.ProbabilityOfAll(age, pmf)
			}
			for i, p := range pmf {
				out[i].Expected[m.family.Name] += float64(b.Customers) * p
			}
			out[frequencyBars-1].Expected[m.family.Name] += float64(b.Customers) * tail
		}
	}
	return out
}

// aliveMatrix is P(alive) by recency and frequency for the oldest customers.
func (r *running) aliveMatrix() value.AliveMatrix {
	out := value.AliveMatrix{Frequency: []int{}, Recency: []float64{}, PAlive: [][]float64{}, Customers: [][]int64{}}
	if r.chosen == nil || len(r.births) == 0 {
		return out
	}
	const rows, columns = 12, 13
	age := float64(r.plan.cut.AsOf.Sub(r.births[0].Day)) / r.opt.UnitDays()
	out.Model, out.Age = r.chosen.family.Name, age
	for x := range columns {
		out.Frequency = append(out.Frequency, x)
	}
	for i := range rows {
		tx := age * float64(i) / float64(rows-1)
		out.Recency = append(out.Recency, tx)
		line := make([]float64, columns)
		for x := range line {
			h := r.shapes.at(x, tx, age)
			line[x] = r.chosen.model.ProbabilityAlive(h)
		}
		out.PAlive, out.Customers = append(out.PAlive, line), append(out.Customers, make([]int64, columns))
	}
	for _, s := range r.shapes.all {
		if int(s.X) < columns && age > 0 {
			i := int(math.Round(float64(s.TxDays) / r.opt.UnitDays() / age * (rows - 1)))
			out.Customers[min(i, rows-1)][s.X] += s.Customers
		}
	}
	return out
}
