package score

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/judge"
	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/value"
)

// judgeAll compares what each model says of the hold-out with what happened.
func judgeAll(fits []fitted, s shapes, units float64) []judge.Outcomes {
	out := make([]judge.Outcomes, len(fits))
	for k, m := range fits {
		out[k] = outcomesOf(m.model, s, units)
		out[k].Rank()
	}
	return out
}

// outcomesOf predicts the hold-out for every distinct history.
func outcomesOf(m transactions, s shapes, units float64) judge.Outcomes {
	n := len(s.all)
	o := judge.Outcomes{Predicted: make([]float64, n), Actual: make([]float64, n), Weight: make([]float64, n), LogProb: make([]float64, n)}
	inChunks(n, func(from, to int) {
		var pmf []float64
		for i := from; i < to; i++ {
			h, y := s.history(i), int(s.all[i].Holdout)
			if i > from && s.sameAsBefore(i) && y < len(pmf) {
				o.Predicted[i] = o.Predicted[i-1]
			} else {
				o.Predicted[i] = m.ExpectedPurchases(h, units)
				pmf = pmfUpTo(m, s, i, units, pmf)
			}
			o.Actual[i], o.Weight[i] = float64(y), float64(s.all[i].Customers)
			o.LogProb[i] = math.Log(math.Max(pmf[y], models.LeastProbability))
		}
	})
	return o
}

// pmfUpTo is the predictive pmf long enough for the outcome of row i and of
// the rows after it that share its history.
func pmfUpTo(m transactions, s shapes, i int, units float64, reuse []float64) []float64 {
	most := int(s.all[i].Holdout)
	for j := i + 1; j < len(s.all) && s.sameAsBefore(j); j++ {
		most = int(s.all[j].Holdout)
	}
	if cap(reuse) < most+1 {
		reuse = make([]float64, most+1)
	}
	reuse = reuse[:most+1]
	m.Predictive(s.history(i), units, reuse)
	return reuse
}

// calibrationBins are tenths of customers by predicted purchases. The actual
// mean carries two standard errors.
func calibrationBins(name string, o judge.Outcomes) []value.CalibrationBin {
	var out []value.CalibrationBin
	for i, p := range o.Parts(10) {
		if p.Customers <= 0 {
			continue
		}
		mean := p.Actual / p.Customers
		se := math.Sqrt(math.Max(p.Squares/p.Customers-mean*mean, 0) / p.Customers)
		out = append(out, value.CalibrationBin{
			Model: name, Bin: i + 1, Customers: p.Customers, Predicted: p.Predicted / p.Customers, Actual: mean,
			Low: math.Max(mean-2*se, 0), High: mean + 2*se,
		})
	}
	return out
}
