package score

import (
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// predictorOf rebuilds the models of a run from its record, so that a
// customer's figures are live: a pure function of parameters and history.
func predictorOf(run value.Run) predictor {
	o := Options{Unit: run.Definition.Unit, Horizon: run.Definition.Horizon, Discount: run.Definition.Discount}
	p := predictor{horizon: o.horizonUnits(), delta: o.delta(), unit: o.UnitDays(), spend: constant{}}
	days := store.RepeatDays // also of a record that does not say
	if run.Chosen.SpendDays == allDays {
		days = store.AllDays
	}
	var members []models.Model
	var weights []float64
	var sound []bool
	for _, f := range run.Models {
		if fam := familyOf(f.Name); fam != nil {
			values := make([]float64, len(fam.Keys))
			for i, k := range fam.Keys {
				values[i] = f.Parameters[k]
			}
			m := fam.With(values)
			if f.Name == run.Chosen.Transactions {
				p.model = m
			}
			if w := run.Chosen.Weights[f.Name]; w > 0 {
				members, weights, sound = append(members, m), append(weights, w), append(sound, !fam.FlawedAlive)
			}
		}
		if run.Chosen.Spend == GammaGamma && f.Name == spendName(days) {
			p.spend = newGammaSpend(gammagamma.Model{P: f.Parameters["p"], Q: f.Parameters["q"], V: f.Parameters["v"]}, days)
		}
	}
	if run.Chosen.Transactions == Stacked && len(members) > 0 {
		pool := models.NewPool(members, weights, sound)
		pool.Pace = run.Chosen.Pace
		p.model = pool
	}
	return p
}

// maxEvents is how many orders a customer's page shows.
const maxEvents = 500

// Detail is everything about one customer.
func Detail(run value.Run, c store.Customer) value.CustomerDetail {
	d := value.CustomerDetail{
		Definition: run.Definition, Score: c.Score, Orders: c.Events, Rank: c.Rank, Model: run.Chosen,
		Alive: []value.AlivePoint{}, Cumulative: cumulative(c.Days), Notices: []value.Notice{},
	}
	if extra := len(c.Events) - maxEvents; extra > 0 {
		d.Orders, d.MoreOrders = c.Events[extra:], int64(extra)
	}
	p := predictorOf(run)
	if p.model != nil {
		d.Alive = alivePath(p, c.Days, run.Definition.AsOf)
	}
	d.Figures = customerFigures(run, c.Score)
	explainCorrection(d.Figures, run, c)
	if run.Chosen.Transactions == BGNBD && c.Score.Frequency == 0 {
		d.Notices = append(d.Notices, value.Notice{Level: "warning", Code: "bg-nbd-alive",
			Text: "BG/NBD calls every one-time buyer alive. Do not read P(alive) or risk for this customer."})
	}
	return d
}

// cumulative is net value through time.
func cumulative(days []store.PurchaseDay) []value.ValuePoint {
	out := []value.ValuePoint{}
	sum := 0.0
	for _, d := range days {
		sum += d.Gross + d.Refunded
		out = append(out, value.ValuePoint{Day: d.Day, Value: sum})
	}
	return out
}
