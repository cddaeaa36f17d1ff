package bayes

import (
	"context"
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
)

// Elpd is the expected log pointwise predictive density: the log density that
// a model, fitted to all customers but one, gives to that one, summed over
// customers. More is better. Only differences between models on the same rows
// mean anything.
type Elpd struct {
	// Elpd and its standard error over customers.
	Elpd, StdErr float64
	// Parameters is the effective number of parameters: what the model gains
	// on rows it was fitted to over rows it was not.
	Parameters float64
	// Rows is the share of one customer of each distinct row, Weights how
	// many customers share it.
	Rows, Weights []float64
	// ParetoK by row, from [LOO] only, is how heavy the tail of the
	// importance weights is. Above 0.7 the row's share is not to be trusted.
	ParetoK []float64
	// Warnings are sentences for the analyst.
	Warnings []string
}

const (
	// blockRows is the number of rows whose log-likelihoods are held for all
	// draws at once.
	blockRows = 512
	// unreliable is the tail index above which importance sampling fails.
	unreliable = 0.7
	// influential is the variance of a log density above which WAIC is off
	// (Vehtari, Gelman and Gabry 2017).
	influential = 0.4
)

// WAIC is the widely applicable information criterion, on the scale of log
// densities (Watanabe 2010, J. Machine Learning Research 11:3571-3594): the
// logarithm of the mean density of each row, less the variance of its
// logarithm. It uses up to thin draws, all when zero. The error is that of
// the context, or wraps btyd.ErrInvalidRow.
func WAIC(ctx context.Context, l Pointwise, draws *Draws, thin int) (Elpd, error) {
	e := Elpd{Weights: l.Weights(), Rows: make([]float64, len(l.Weights()))}
	gain := make([]float64, len(e.Rows))
	err := byRow(ctx, l, draws, thin, func(i int, v []float64) {
		gain[i] = variance(v)
		e.Rows[i] = logMeanExp(v) - gain[i]
	})
	if err != nil {
		return Elpd{}, err
	}
	many := 0
	for _, v := range gain {
		if v > influential {
			many++
		}
	}
	if many > 0 {
		e.Warnings = append(e.Warnings, fmt.Sprintf("%d of %d rows have a log density of variance above %g: prefer LOO",
			many, len(gain), influential))
	}
	e.total(gain)
	return e, nil
}

// LOO is leave-one-customer-out cross-validation by importance sampling with
// Pareto smoothed weights (Vehtari, Gelman and Gabry 2017, Statistics and
// Computing 27:1413-1432). It uses up to thin draws, all when zero. The error
// is that of the context, or wraps btyd.ErrInvalidRow.
func LOO(ctx context.Context, l Pointwise, draws *Draws, thin int) (Elpd, error) {
	n := len(l.Weights())
	e := Elpd{Weights: l.Weights(), Rows: make([]float64, n), ParetoK: make([]float64, n)}
	gain := make([]float64, n)
	efficiency := draws.efficiency()
	err := byRow(ctx, l, draws, thin, func(i int, v []float64) {
		fitted := logMeanExp(v)
		e.Rows[i], e.ParetoK[i] = leaveOut(v, efficiency)
		gain[i] = fitted - e.Rows[i]
	})
	if err != nil {
		return Elpd{}, err
	}
	many := 0
	for _, k := range e.ParetoK {
		if k > unreliable {
			many++
		}
	}
	if many > 0 {
		e.Warnings = append(e.Warnings, fmt.Sprintf("%d of %d rows have a Pareto k above %g: the model is surprised by them, "+
			"and their share is unreliable", many, n, unreliable))
	}
	e.total(gain)
	return e, nil
}

// efficiency is the least share of effective draws of any parameter, at most
// one.
func (d *Draws) efficiency() float64 {
	share := 1.0
	for _, column := range d.Values {
		share = math.Min(share, effective(d.halves(column))/float64(d.Len()))
	}
	return share
}

// total sums shares over customers.
func (e *Elpd) total(gain []float64) {
	e.Elpd, e.StdErr = weighted(e.Rows, e.Weights)
	for i, w := range e.Weights {
		e.Parameters += w * gain[i]
	}
}

// weighted is the sum over customers and its standard error.
func weighted(rows, weights []float64) (total, stdErr float64) {
	var n float64
	for i, w := range weights {
		total += w * rows[i]
		n += w
	}
	v := 0.0
	for i, w := range weights {
		d := rows[i] - total/n
		v += w * d * d
	}
	return total, math.Sqrt(v * n / (n - 1))
}

// Compare returns how much better the first model predicts than the second,
// with the standard error of the difference over customers, which is far
// smaller than that of either (Vehtari, Gelman and Gabry 2017).
// Differences below 4, or within two standard errors, say little. The rows
// must be the same; the error wraps btyd.ErrInvalidRow when they cannot be.
func Compare(a, b Elpd) (difference, stdErr float64, err error) {
	if len(a.Rows) != len(b.Rows) {
		return 0, 0, fmt.Errorf("%w: %d rows cannot be compared with %d", btyd.ErrInvalidRow, len(a.Rows), len(b.Rows))
	}
	gap := make([]float64, len(a.Rows))
	for i := range gap {
		if a.Weights[i] != b.Weights[i] {
			return 0, 0, fmt.Errorf("%w: row %d is %g customers in one and %g in the other",
				btyd.ErrInvalidRow, i, a.Weights[i], b.Weights[i])
		}
		gap[i] = a.Rows[i] - b.Rows[i]
	}
	difference, stdErr = weighted(gap, a.Weights)
	return difference, stdErr, nil
}

// byRow calls f with the log-likelihoods of each row over the draws. f may
// change them; calls for different rows are concurrent.
func byRow(ctx context.Context, l Pointwise, draws *Draws, thin int, f func(row int, v []float64)) error {
	if len(draws.Values) != len(l.Names()) {
		return fmt.Errorf("%w: draws of %v for a likelihood of %v", btyd.ErrInvalidRow, draws.Names, l.Names())
	}
	rows, spaced := len(l.Weights()), draws.spaced(thin)
	block := make([][]float64, min(blockRows, rows))
	for k := range block {
		block[k] = make([]float64, len(spaced))
	}
	for lo := 0; lo < rows; lo += len(block) {
		if err := ctx.Err(); err != nil {
			return err
		}
		hi := min(lo+len(block), rows)
		// A stretch of draws at a time, so that workers do not share lines
		// of memory.
		const stretch = 64
		estimate.Each(0, (len(spaced)+stretch-1)/stretch, func(part int) {
			p, v := make([]float64, len(draws.Values)), make([]float64, hi-lo)
			for s := part * stretch; s < min((part+1)*stretch, len(spaced)); s++ {
				l.RowLogLikelihoods(draws.At(spaced[s], p), lo, hi, v)
				for k, x := range v {
					block[k][s] = x
				}
			}
		})
		estimate.Each(0, hi-lo, func(k int) { f(lo+k, block[k]) })
	}
	return nil
}

// logMeanExp is ln of the mean of e^v.
func logMeanExp(v []float64) float64 { return logSumExp(v) - math.Log(float64(len(v))) }

func logSumExp(v []float64) float64 {
	top := math.Inf(-1)
	for _, x := range v {
		top = math.Max(top, x)
	}
	if math.IsInf(top, 0) {
		return top
	}
	total := 0.0
	for _, x := range v {
		total += math.Exp(x - top)
	}
	return top + math.Log(total)
}
