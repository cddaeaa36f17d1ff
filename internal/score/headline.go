package score

import (
	"context"
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// headline are the four numbers that matter.
func (r *running) headline(ctx context.Context, scored store.Scored, low, high float64) ([]value.Figure, error) {
	year, err := r.bench.FirstYear(ctx)
	if err != nil {
		return nil, err
	}
	return []value.Figure{r.newCustomer(year), r.predicted(scored, low, high), r.comeBack(), r.atRisk(scored)}, nil
}

// newCustomer is what a customer won today is worth in twelve months.
func (r *running) newCustomer(year store.FirstYear) value.Figure {
	f := value.Figure{
		Key: "new_customer_12m", Title: "A new customer is worth, in twelve months", Unit: "money",
		Meaning: "The first order plus the repeat orders expected in the 52 weeks after it, discounted.",
		Formula: "margin × (first order + expected repeat orders, discounted × expected spend an order)",
	}
	first, n := r.firstSpend()
	if n == 0 {
		f.Meaning = "There is no first order in the last 52 weeks to measure."
		return f
	}
	at := func(p predictor) float64 {
		return r.opt.Margin * (first + newCustomerDiscounted(p.model, daysPerYear/p.unit, p.delta)*p.spend.population())
	}
	total := at(r.predictor)
	u := uncertainty{parameters: parameterVariance(r.predictor, r.chosen, r.spendFit, at), record: r.recordError()}
	f.Value = &total
	if u != (uncertainty{}) {
		lo, hi := u.interval(total)
		f.Low, f.High = &lo, &hi
	}
	f.Working = []value.Step{
		{Label: "first order, net, customers of the last 52 weeks", Value: first, Unit: "money"},
		{Label: "expected repeat orders in 52 weeks, discounted", Value: newCustomerDiscounted(r.predictor.model, daysPerYear/r.predictor.unit, r.predictor.delta), Unit: "number"},
		{Label: "expected spend a repeat order", Value: r.predictor.spend.population(), Unit: "money"},
		{Label: "margin", Value: r.opt.Margin, Unit: "share"},
	}
	if year.Customers >= minRepeaters {
		f.TrackRecord = fmt.Sprintf("The %s customers who came at least 52 weeks ago had paid %s each, on average, 52 weeks after their first order.",
			thousands(year.Customers), money(year.Value/float64(year.Customers)))
	}
	return f
}

// firstSpend is the mean first-day spend, net of the log's share of refunds,
// of customers of the last 52 weeks.
func (r *running) firstSpend() (mean float64, customers int64) {
	from := r.plan.cut.AsOf.AddDays(-daysPerYear)
	var sum float64
	for _, b := range r.births {
		if from.Before(b.Day) {
			sum += b.Gross
			customers += b.Customers
		}
	}
	if customers == 0 {
		return 0, 0
	}
	return sum / float64(customers) * r.netShare(), customers
}

// netShare is what is left of gross spend after refunds.
func (r *running) netShare() float64 {
	gross := r.counts.Gross.Float()
	if gross <= 0 {
		return 1
	}
	return math.Max(0, 1+r.counts.Refunded.Float()/gross)
}

// newCustomerDiscounted integrates e^(-delta t) dE[X(t)] over (0, t]: by
// parts, with Simpson's rule on the smooth E.
func newCustomerDiscounted(m transactions, t, delta float64) float64 {
	if delta == 0 {
		return m.ExpectedNewCustomer(t)
	}
	const n = 104
	h := t / n
	sum := 0.0
	for i := 0; i <= n; i++ {
		w := 2.0
		if i%2 == 1 {
			w = 4
		}
		if i == 0 || i == n {
			w = 1
		}
		u := float64(i) * h
		sum += w * math.Exp(-delta*u) * m.ExpectedNewCustomer(u)
	}
	return math.Exp(-delta*t)*m.ExpectedNewCustomer(t) + delta*sum*h/3
}

// predicted is the value of today's customers within the horizon.
func (r *running) predicted(scored store.Scored, low, high float64) value.Figure {
	total := scored.Predicted
	f := value.Figure{
		Key: "predicted_value", Title: "Today's customers will bring, in " + horizonWords(r.opt.Horizon), Unit: "money",
		Value: &total, Low: &low, High: &high,
		Meaning: fmt.Sprintf("The sum of every customer's expected value to come within %s, discounted; no order they already placed is in it.", horizonWords(r.opt.Horizon)),
		Formula: "sum over customers of margin × expected orders, discounted × expected spend an order",
		Working: []value.Step{
			{Label: "customers", Value: float64(r.counts.Customers), Unit: "count"},
			{Label: "expected orders", Value: scored.ExpectedOrders, Unit: "number"},
			{Label: "margin", Value: r.opt.Margin, Unit: "share"},
			{Label: "share of the interval's width from chance", Value: r.doubt.share(r.doubt.chance), Unit: "share"},
			{Label: "from parameters estimated on few customers", Value: r.doubt.share(r.doubt.parameters), Unit: "share"},
			{Label: "from how far off the backtest was", Value: r.doubt.share(r.doubt.record), Unit: "share"},
		},
	}
	f.TrackRecord = r.valueRecord()
	return f
}

// share of a part in the whole doubt.
func (u uncertainty) share(part float64) float64 {
	if all := u.chance + u.parameters + u.record; all > 0 {
		return part / all
	}
	return 0
}

// valueRecord is the backtest of value in a sentence.
func (r *running) valueRecord() string {
	if r.valueTest == nil {
		return "Not backtested: " + r.plan.why
	}
	v := r.valueTest
	return fmt.Sprintf("On the %d days held out the same method expected %s; %s came (%s).",
		r.plan.holdoutDays(), money(v.Predicted), money(v.Actual), signedPercent(v.Bias))
}

// comeBack is the share of customers who bought again.
func (r *running) comeBack() value.Figure {
	f := value.Figure{
		Key: "come_back", Title: "Customers who come back", Unit: "share",
		Meaning: "Of the customers who first ordered at least 52 weeks ago, the share that has ordered on another day since.",
		Formula: "customers with a second purchase day ÷ customers, both first seen at least 52 weeks before as-of",
	}
	age := int32(daysPerYear)
	if span := int32(r.plan.cut.AsOf.Sub(r.counts.First)); span < 2*age {
		age = span / 2
		f.Meaning = fmt.Sprintf("Of the customers who first ordered in the first half of the log (at least %d days ago), the share that has ordered on another day since.", age)
		f.Formula = "customers with a second purchase day ÷ customers, both first seen in the first half of the log"
	}
	var n, back, all, backAll float64
	for _, s := range r.shapes.all {
		c := float64(s.Customers)
		all += c
		if s.X > 0 {
			backAll += c
		}
		if s.TDays < age {
			continue
		}
		n += c
		if s.X > 0 {
			back += c
		}
	}
	if n == 0 {
		f.Meaning = "No customer is old enough to say."
		return f
	}
	share, lo, hi := wilson(back, n)
	f.Value, f.Low, f.High = &share, &lo, &hi
	f.Working = []value.Step{
		{Label: "customers old enough", Value: n, Unit: "count"},
		{Label: "of them with a second purchase day", Value: back, Unit: "count"},
		{Label: "share among all customers, young ones included", Value: backAll / all, Unit: "share"},
	}
	f.TrackRecord = "A count, not a prediction."
	return f
}

// wilson is a share with its score interval at the coverage of all intervals.
func wilson(k, n float64) (share, low, high float64) {
	share = k / n
	centre := (share + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(share*(1-share)/n+z*z/(4*n*n))
	return share, math.Max(centre-half, 0), math.Min(centre+half, 1)
}

// atRisk is the predicted value that sits with customers who may be gone.
func (r *running) atRisk(scored store.Scored) value.Figure {
	f := value.Figure{
		Key: "value_at_risk", Title: "Value at risk", Unit: "money",
		Meaning: "The part of predicted value that sits with customers who may already have left: write to the slipping ones first.",
		Formula: "sum over customers of CLV × (1 − P(alive))",
	}
	if r.chosen == nil {
		f.Meaning = "Not available: without a model nothing can be said about who has left."
		return f
	}
	if r.chosen.family.FlawedAlive {
		f.Meaning += " BG/NBD counts every one-time buyer as alive, so their share is missing here."
	}
	v := scored.AtRisk
	f.Value = &v
	if scored.Predicted > 0 {
		f.Working = []value.Step{
			{Label: "predicted value", Value: scored.Predicted, Unit: "money"},
			{Label: "share of it at risk", Value: v / scored.Predicted, Unit: "share"},
			{Label: "customers expected to be still alive", Value: scored.Alive, Unit: "number"},
		}
	}
	f.TrackRecord = "P(alive) itself is never observed; the model's hold-out record is on the Models page."
	return f
}

// aliveOf is P(alive) for a history, or nil without such a notion.
func aliveOf(m transactions, h btyd.History) *float64 {
	p := m.ProbabilityAlive(h)
	if p < 0 {
		return nil
	}
	return &p
}
