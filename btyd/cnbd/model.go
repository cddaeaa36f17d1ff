// Package cnbd is the BG/CNBD-k and the MBG/CNBD-k: the BG/NBD and the MBG/NBD
// for customers who buy at regular intervals, not merely at random.
//
// Platzer and Reutterer 2016, "Ticking Away the Moments: Timing Regularity
// Helps to Better Predict Customer Activity", Marketing Science 35:779-799,
// and Reutterer, Platzer and Schröder 2021, "Leveraging purchase regularity
// for predicting customer behavior the easy way", Int. J. Research in
// Marketing 38:194-215. Their assumptions:
//
//   - while alive, the time between two purchases is Erlang: it has a Gamma
//     distribution of whole shape k and rate λ, of mean k/λ. With k = 1 it is
//     exponential and purchases are random; the larger k, the more regular;
//   - λ differs between customers as Gamma(r, rate α);
//   - after a purchase a customer drops out with probability p; in the MBG/CNBD-k
//     (AtZero) after the first purchase, too;
//   - p differs between customers as Beta(a, b), independent of λ.
//
// A purchase is best thought of as every k-th tick of a Poisson clock of rate
// λ. What is unseen is how many ticks, fewer than k, have passed since the last
// purchase: the phase. Given x, t_x and T it has a closed distribution, and
// so has everything that lies ahead: it is a mixture, over at most k phases, of
// negative binomial numbers of ticks, of which every k-th is a purchase. So the
// predictions here are exact; the papers and the R package BTYDplus approximate
// them for k > 1.
//
// [Model] has one k for all customers, and [Fit] can choose it. [Latent] lets k
// differ between them: each belongs to one of a few classes of regularity, with
// chances that are estimated ([FitLatent]).
//
// How regular a customer is shows in the gaps between purchases, which x, t_x
// and T do not hold. One more figure does: the sum of their logarithms
// ([Customer], [Observe]). It matters for comparing k, and so to Latent
// throughout; to the other parameters of Model and to its predictions it does
// not.
//
// Histories must be valid (see btyd.History.Validate) and parameters positive
// (see [Model.Validate]); then no method returns NaN. The package knows no
// files, clocks, logs or money.
package cnbd

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// MaxK is the largest k a model may have.
const MaxK = 32

// Model holds the parameters. Alpha has the unit of time of the data; the
// others have none.
type Model struct {
	// K is the regularity: the Erlang shape of the time between purchases.
	K              int
	R, Alpha, A, B float64
	// AtZero: a customer can be lost right after the first purchase, as in
	// the MBG/CNBD-k.
	AtZero bool
}

// Names lists the parameters in the order of Parameters.
func (Model) Names() []string { return names() }

func names() []string { return []string{"r", "alpha", "a", "b"} }

// Parameters lists r, alpha, a, b.
func (m Model) Parameters() []float64 { return []float64{m.R, m.Alpha, m.A, m.B} }

// Validate refuses parameters that are not positive and finite, and a K
// outside 1 to [MaxK].
func (m Model) Validate() error {
	if err := checkK(m.K); err != nil {
		return err
	}
	for i, p := range m.Parameters() {
		if !(p > 0) || math.IsInf(p, 0) {
			return fmt.Errorf("%w: parameter %s = %g must be positive and finite", btyd.ErrInvalidStart, names()[i], p)
		}
	}
	return nil
}

func checkK(k int) error {
	if k < 1 || k > MaxK {
		return fmt.Errorf("%w: k = %d must be between 1 and %d", btyd.ErrInvalidStart, k, MaxK)
	}
	return nil
}

// shift is how many chances to drop out a customer has beyond the repeats.
func (m Model) shift() float64 {
	if m.AtZero {
		return 1
	}
	return 0
}

// ticks is k as a number to calculate with.
func (m Model) ticks() float64 { return float64(m.K) }

// LogLikelihood is the log density of one history of whose gaps only the sum is
// known; see [Unspaced].
func (m Model) LogLikelihood(h btyd.History) float64 { return m.LogLikelihoodOf(Unspaced(h)) }

// LogLikelihoodOf is the log density of the purchase moments of one customer, in
// the data's own unit of time. With s = 1 if AtZero and else 0, and n = r + kx,
//
//	(k-1) Σ ln gap - x ln Γ(k) + ln[ Γ(n)/Γ(r) α^r (α+T)^-n B(a,b+x+s)/B(a,b) ]
//	+ ln[ Σ over j < k of (n)_j/j! ((T-t_x)/(α+T))^j + a/(b+x-1+s) ((α+T)/(α+t_x))^n ]
//
// where the sum is over the ticks of the clock since the last purchase of a
// customer who is alive, and the last term is for one who has dropped out.
func (m Model) LogLikelihoodOf(c Customer) float64 {
	x, k := c.X, c.X+m.shift()
	_, silent := m.silence(c.History)
	return gapTerm(m.K, c) +
		numeric.LogRising(m.R, m.ticks()*x) - m.ticks()*x*math.Log(m.Alpha+c.T) - m.R*math.Log1p(c.T/m.Alpha) +
		numeric.LogRising(m.B, k) - numeric.LogRising(m.A+m.B, k) +
		silent + softplus(m.logOdds(c.History))
}

// gapTerm is what the likelihood owes to the shape of the gaps: its only part
// that knows how they were spread.
func gapTerm(k int, c Customer) float64 {
	n := float64(k)
	switch {
	case k == 1 || c.X == 0:
		return 0
	case math.IsNaN(c.LogGaps):
		return (n-1)*c.X*math.Log(c.Tx) - numeric.LogGamma(n*c.X) + numeric.LogGamma(c.X)
	}
	return (n-1)*c.LogGaps - c.X*numeric.LogGamma(n)
}

// silence returns the chances of the phases 0 to k-1 at T of a customer alive,
// and the logarithm of the sum of (n)_j/j! ((T-t_x)/(α+T))^j that normalises
// them.
func (m Model) silence(h btyd.History) (phases [MaxK]float64, logTotal float64) {
	n, w := m.R+m.ticks()*h.X, (h.T-h.Tx)/(m.Alpha+h.T)
	term, total := 1.0, 0.0
	for j := range m.K {
		phases[j] = term
		total += term
		term *= (n + float64(j)) / float64(j+1) * w
		if term > 1e200 {
			// Keep what still counts beside so large a term.
			for i := range j + 1 {
				phases[i] *= 1e-200
			}
			total, term, logTotal = total*1e-200, term*1e-200, logTotal+200*math.Ln10
		}
	}
	for j := range m.K {
		phases[j] /= total
	}
	return phases, logTotal + math.Log(total)
}

// logOdds is the log odds that the customer has dropped out; minus infinity
// when dropping out was not possible.
func (m Model) logOdds(h btyd.History) float64 {
	if h.X == 0 && !m.AtZero {
		return math.Inf(-1)
	}
	_, silent := m.silence(h)
	return (m.R+m.ticks()*h.X)*math.Log1p((h.T-h.Tx)/(m.Alpha+h.Tx)) +
		math.Log(m.A) - math.Log(m.B+h.X-1+m.shift()) - silent
}

// ProbabilityAlive is the chance that the customer has not dropped out by T.
func (m Model) ProbabilityAlive(h btyd.History) float64 { return math.Exp(m.LogProbabilityAlive(h)) }

// LogProbabilityAlive is its logarithm, which does not underflow.
func (m Model) LogProbabilityAlive(h btyd.History) float64 { return -softplus(m.logOdds(h)) }

// softplus is ln(1 + e^u).
func softplus(u float64) float64 {
	if u > 0 {
		return u + math.Log1p(math.Exp(-u))
	}
	return math.Log1p(math.Exp(u))
}
