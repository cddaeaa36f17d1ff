package kaplanmeier

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/mathext"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/tenure"
)

// Test is the outcome of a log-rank test.
type Test struct {
	// Observed are the losses in each group, Expected those it would have
	// had if a customer at risk were as likely to be lost in any group. Both
	// have the same sum.
	Observed, Expected []float64
	// ChiSquared measures their distance. If the groups do not differ it is
	// about as large as Degrees.
	ChiSquared float64
	Degrees    int
	// P is the chance of a distance at least as large if they do not differ.
	P float64
}

// LogRank tests whether two or more groups have the same survival (Mantel
// 1966, Cancer Chemotherapy Reports 50:163-170; Peto and Peto 1972, J. Royal
// Statistical Society A 135:185-207). At each tenure with a loss, the losses
// are shared out by the numbers at risk; their variance is that of drawing
// without replacement, so ties are in order. It is strongest where the rate of
// leaving of one group is always the same multiple of another's, and can miss
// curves that cross.
//
// Invalid rows give an error that wraps btyd.ErrInvalidRow. A group whose
// members were never at risk together with others cannot be compared: the
// error wraps btyd.ErrTooLittleData.
func LogRank(groups ...tenure.Rows) (Test, error) {
	if len(groups) < 2 {
		return Test{}, fmt.Errorf("%w: %d groups, it takes two to compare", btyd.ErrTooLittleData, len(groups))
	}
	for g, rows := range groups {
		if err := rows.Validate(); err != nil {
			return Test{}, fmt.Errorf("group %d: %w", g, err)
		}
	}
	times := lossTimes(groups...)
	sets := make([][]step, len(groups))
	for g, rows := range groups {
		sets[g] = riskSets(rows, times)
	}
	return compare(sets, len(times))
}

// compare adds up observed less expected losses, and their covariance, over
// the tenures.
func compare(sets [][]step, times int) (Test, error) {
	groups := len(sets)
	test := Test{Observed: make([]float64, groups), Expected: make([]float64, groups), Degrees: groups - 1}
	covariance := mat.NewSymDense(groups-1, nil)
	for k := range times {
		n, d := 0.0, 0.0
		for g := range groups {
			n += sets[g][k].atRisk
			d += sets[g][k].lost
		}
		spread := 0.0
		if n > 1 {
			spread = d * (n - d) / (n - 1)
		}
		for g := range groups {
			share := sets[g][k].atRisk / n
			test.Observed[g] += sets[g][k].lost
			test.Expected[g] += d * share
			for o := g; o < groups-1; o++ {
				v := -share * sets[o][k].atRisk / n
				if o == g {
					v += share
				}
				covariance.SetSym(g, o, covariance.At(g, o)+spread*v)
			}
		}
	}
	return test.solve(covariance)
}

// solve weighs the distances by the inverse of their covariance. The last
// group follows from the others.
func (test Test) solve(covariance *mat.SymDense) (Test, error) {
	var factors mat.Cholesky
	if !factors.Factorize(covariance) || factors.Cond() > 1e12 {
		return Test{}, fmt.Errorf("%w: some group was never at risk of loss together with the others", btyd.ErrTooLittleData)
	}
	distance := mat.NewVecDense(test.Degrees, nil)
	for g := range test.Degrees {
		distance.SetVec(g, test.Observed[g]-test.Expected[g])
	}
	var weighed mat.VecDense
	if err := factors.SolveVecTo(&weighed, distance); err != nil {
		return Test{}, fmt.Errorf("%w: %w", btyd.ErrTooLittleData, err)
	}
	test.ChiSquared = mat.Dot(distance, &weighed)
	test.P = mathext.GammaIncRegComp(float64(test.Degrees)/2, test.ChiSquared/2)
	return test, nil
}
