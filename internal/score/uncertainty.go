package score

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/internal/models"
)

// uncertainty gathers why a total may be wrong, as relative variances: chance
// (customers' own randomness given the parameters), parameters (estimated from
// finitely many customers), and record (how far off the same models were on
// the hold-out). The first two are what the model knows of itself; the third
// is what it does not.
type uncertainty struct{ chance, parameters, record float64 }

// z is the normal quantile of the interval's coverage (90 %).
const z = 1.6448536269514722

// interval around a positive total, lognormal so that it stays positive.
func (u uncertainty) interval(total float64) (low, high float64) {
	if total <= 0 {
		return 0, 0
	}
	sd := math.Sqrt(math.Log1p(u.chance) + u.parameters + u.record)
	return total * math.Exp(-z*sd), total * math.Exp(z*sd)
}

// sampleShapes is how many shapes are enough for a relative derivative.
const sampleShapes = 20_000

// relativeVariance is the delta method: the gradient of log f in the log
// parameters, through the covariance of those. at gives f at parameters.
func relativeVariance(estimate []float64, logCovariance [][]float64, f func(p []float64) float64) float64 {
	k := len(estimate)
	if len(logCovariance) != k {
		return 0
	}
	grad := make([]float64, k)
	const step = 1e-3
	for j := range estimate {
		shifted := func(by float64) float64 {
			p := append([]float64(nil), estimate...)
			p[j] *= math.Exp(by)
			return math.Log(f(p))
		}
		grad[j] = (shifted(step) - shifted(-step)) / (2 * step)
	}
	v := 0.0
	for i := range grad {
		for j := range grad {
			v += grad[i] * logCovariance[i][j] * grad[j]
		}
	}
	if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
		return 0
	}
	return v
}

// pooledVariance is the relative variance of f under a mixture. Its members
// learned from the same customers and err together, so standard errors are
// added, not variances. They are asked at the mixture's pace, so that their shares add up to it.
func pooledVariance(p predictor, pool models.Pool, parts []part, f func(predictor) float64) float64 {
	total, sum := f(p), 0.0
	if total <= 0 {
		return 0
	}
	alone := func(m models.Model) models.Pool {
		one := models.NewPool([]models.Model{m}, []float64{1}, []bool{true})
		one.Pace = pool.Pace
		return one
	}
	for _, part := range parts {
		q := p
		q.model = alone(part.model.(models.Model))
		share := part.share * f(q) / total
		sum += share * math.Sqrt(relativeVariance(part.diag.Estimate, part.diag.LogCovariance, func(x []float64) float64 {
			q.model = alone(part.family.With(x))
			return f(q)
		}))
	}
	return sum * sum
}

// parameterVariance is the relative variance of f, a figure made of both
// models, from both fits (or from the pooled rate that stands in for one).
func parameterVariance(p predictor, m *fitted, g *fittedSpend, f func(predictor) float64) float64 {
	v := 0.0
	if pool, ok := p.model.(models.Pool); ok && m != nil {
		v += pooledVariance(p, pool, m.parts, f)
	} else if m != nil {
		v += relativeVariance(m.diag.Estimate, m.diag.LogCovariance, func(x []float64) float64 {
			q := p
			q.model = m.family.With(x)
			return f(q)
		})
	}
	if a, ok := p.model.(average); ok {
		// The pooled rate is Gamma(shape, exposure): log variance 1/shape.
		v += relativeVariance([]float64{a.shape}, [][]float64{{1 / a.shape}}, func(x []float64) float64 {
			q := p
			q.model = average{x[0], a.exposure}
			return f(q)
		})
	}
	if s, ok := p.spend.(gammaSpend); ok && g != nil {
		v += relativeVariance(g.diag.Estimate, g.diag.LogCovariance, func(x []float64) float64 {
			q := p
			q.spend = gammaSpend{model: gammagamma.Model{P: x[0], Q: x[1], V: x[2]}, of: s.of}
			return f(q)
		})
	}
	return v
}

// recordError is the squared log error that totals had in the past: that of
// the value backtest, or the mean one of the same mixture asked from several
// earlier days, whichever is larger: one hold-out can be right by luck.
func (r *running) recordError() float64 {
	if r.valueTest == nil || r.valueTest.Predicted <= 0 || r.valueTest.Actual <= 0 {
		return 0
	}
	e := math.Log(r.valueTest.Predicted / r.valueTest.Actual)
	return math.Max(e*e, r.earlierError())
}

// earlierError is the mean squared log error of the mixture's totals over the
// days it was asked from; zero without them.
func (r *running) earlierError() float64 {
	if r.comparison == nil {
		return 0
	}
	sum, n := 0.0, 0.0
	for _, o := range r.comparison.Origins {
		for _, m := range o.Models {
			if m.Name == Stacked && m.Predicted > 0 && m.Actual > 0 {
				e := math.Log(m.Predicted / m.Actual)
				sum += e * e
				n++
			}
		}
	}
	return sum / math.Max(n, 1)
}
