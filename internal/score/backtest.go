package score

import (
	"math"

	"github.com/perennial-clv/perennial/internal/value"
)

// judge compares what each model says of the hold-out with what happened.
func judge(models []fitted, s shapes, units float64) []outcomes {
	out := make([]outcomes, len(models))
	for k, m := range models {
		out[k] = outcomesOf(m.model, s, units)
		out[k].rank()
	}
	return out
}

// outcomesOf predicts the hold-out for every distinct history.
func outcomesOf(m transactions, s shapes, units float64) outcomes {
	n := len(s.all)
	o := outcomes{predicted: make([]float64, n), actual: make([]float64, n), weight: make([]float64, n), logp: make([]float64, n)}
	inChunks(n, func(from, to int) {
		var pmf []float64
		for i := from; i < to; i++ {
			h, y := s.history(i), int(s.all[i].Holdout)
			if i > from && s.sameAsBefore(i) && y < len(pmf) {
				o.predicted[i] = o.predicted[i-1]
			} else {
				o.predicted[i] = m.ExpectedPurchases(h, units)
				pmf = pmfUpTo(m, s, i, units, pmf)
			}
			o.actual[i], o.weight[i] = float64(y), float64(s.all[i].Customers)
			o.logp[i] = math.Log(math.Max(pmf[y], 1e-300))
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

// backtestModel is the record of one model.
func backtestModel(name string, o outcomes) value.BacktestModel {
	r := value.BacktestModel{Name: name}
	r.Predicted, r.Actual, _ = o.totals()
	if r.Actual > 0 {
		r.Bias = r.Predicted/r.Actual - 1
	}
	r.MAE, r.RMSE = o.errors()
	r.Spearman, r.Gini, r.TopDecileShare, r.LogScore = o.spearman(), o.gini(), o.topShare(), o.logScore()
	return r
}

// calibrationBins are tenths of customers by predicted purchases. The actual
// mean carries two standard errors.
func calibrationBins(name string, o outcomes) []value.CalibrationBin {
	var out []value.CalibrationBin
	for i, p := range o.parts(10) {
		if p.customers <= 0 {
			continue
		}
		mean := p.actual / p.customers
		se := math.Sqrt(math.Max(p.squares/p.customers-mean*mean, 0) / p.customers)
		out = append(out, value.CalibrationBin{
			Model: name, Bin: i + 1, Customers: p.customers, Predicted: p.predicted / p.customers, Actual: mean,
			Low: math.Max(mean-2*se, 0), High: mean + 2*se,
		})
	}
	return out
}
