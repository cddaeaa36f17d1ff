// Package btydtest is one suite of tests that every transaction model passes.
// It asks what any such model must satisfy whatever its story: probabilities
// that add up, expectations that agree with distributions, derivatives that
// agree with differences, simulations that agree with formulas, fits that do
// not depend on the order of rows or the unit of time. It knows no model.
package btydtest

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
)

// Model is what the suite asks of a transaction model.
type Model interface {
	Parameters() []float64
	Names() []string
	Validate() error
	LogLikelihood(h btyd.History) float64
	ProbabilityAlive(h btyd.History) float64
	ExpectedPurchases(h btyd.History, t float64) float64
	ExpectedNewCustomer(t float64) float64
	DiscountedPurchases(h btyd.History, t, delta float64) float64
	DERT(h btyd.History, delta float64) float64
	ProbabilityOf(n int, t float64) float64
	ProbabilityOfAll(t float64, dst []float64) (tail float64)
	ProbabilityBetween(n int, from, to float64) float64
	Predictive(h btyd.History, t float64, dst []float64) (tail float64)
	Outlook(h btyd.History, t, delta float64, dst []float64) btyd.Outlook
	ProbabilityOfNone(h btyd.History, t float64) float64
	TimeToNext(h btyd.History, probability float64) (t float64, ok bool)
	Simulate(rng *rand.Rand, T float64) (times []float64)
}

// Subject is a model under test.
type Subject struct {
	// New makes a model from its parameters.
	New func(parameters []float64) Model
	// Fit fits it.
	Fit func(ctx context.Context, rows btyd.Rows, opts btyd.Options) (Model, btyd.Diagnostics, error)
	// Derivatives of the log-likelihood of rows in the natural parameters.
	Derivatives func(rows btyd.Rows, parameters []float64) (f float64, gradient []float64, hessian [][]float64)
	// Truth is a realistic set of parameters to simulate from.
	Truth []float64
	// Timed marks the parameters that have the unit of time, and Rates those
	// that have the unit of one over time; Rates may be empty when none have.
	Timed, Rates []bool
}

// Run runs the suite.
func Run(t *testing.T, s Subject) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Subject)
	}{
		{"count probabilities add up and agree with the mean", testCounts},
		{"one count equals its place among all", testSingleCounts},
		{"alive is a probability and falls in silence", testAlive},
		{"expectations grow with the horizon", testExpectations},
		{"discounted purchases agree with expectations", testDiscounted},
		{"all purchases to come agree with expectations", testResidual},
		{"waiting time inverts the chance of a purchase", testWaiting},
		{"an outlook is the sum of its parts", testOutlook},
		{"a new customer is one with an empty history", testNewborn},
		{"a silent history has the likelihood of no purchase", testSilence},
		{"extreme inputs give finite answers", testExtremes},
		{"gradient and Hessian agree with differences", testDerivatives},
		{"simulated counts follow the distribution", testSimulatedCounts},
		{"predictions are right on average", testCalibration},
		{"a fit recovers the truth", testRecovery},
		{"a fit does not depend on order, compression or workers", testInvariance},
		{"a fit follows the unit of time", testTimeUnit},
		{"hopeless data give a clear error or a usable answer", testHopeless},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, s) })
	}
}

// logUniform draws a positive number between low and high.
func logUniform(low, high float64) *rapid.Generator[float64] {
	return rapid.Custom(func(t *rapid.T) float64 {
		return math.Exp(rapid.Float64Range(math.Log(low), math.Log(high)).Draw(t, "log"))
	})
}

// drawModel draws parameters across two orders of magnitude each way.
func drawModel(t *rapid.T, s Subject) Model {
	p := make([]float64, len(s.Truth))
	for i := range p {
		p[i] = logUniform(0.05, 20).Draw(t, "parameter")
	}
	return s.New(p)
}

// drawHistory draws a plausible history.
func drawHistory(t *rapid.T) btyd.History {
	h := btyd.History{T: logUniform(0.1, 200).Draw(t, "T")}
	h.X = float64(rapid.IntRange(0, 60).Draw(t, "x"))
	if h.X > 0 {
		h.Tx = h.T * rapid.Float64Range(0.001, 1).Draw(t, "share")
	}
	return h
}

// near reports whether two numbers agree to a relative tolerance.
func near(a, b, tolerance float64) bool {
	return a == b || math.Abs(a-b) <= tolerance*math.Max(math.Abs(a), math.Abs(b))
}
