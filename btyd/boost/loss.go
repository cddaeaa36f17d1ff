package boost

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// Loss says what a target is and how a margin F predicts it. The losses with
// a log link are deviances of Tweedie distributions, whose variance is
// proportional to mean^p:
//
//	a = y e^((1-p)F), b = e^((2-p)F), gradient b-a, curvature (2-p)b + (p-1)a
//
// From the sums A and B over a leaf, the constant that minimises its loss is
// log(A/B) exactly; with L2 λ a leaf takes log((A+λ)/(B+λ)). Under Poisson
// that is the posterior mean of a ratio of actual to expected events whose
// Gamma(λ, λ) prior has mean one: shrinkage that does not overshoot as a
// Newton step does.
type Loss string

// The losses.
const (
	// Poisson: counts, y >= 0, log link (p = 1).
	Poisson Loss = "poisson"
	// Tweedie: amounts that are often zero, y >= 0, log link, 1 < p < 2.
	Tweedie Loss = "tweedie"
	// Gamma: amounts, y > 0, log link (p = 2).
	Gamma Loss = "gamma"
	// Logistic: y in [0, 1], log-odds link.
	Logistic Loss = "logistic"
	// Squared: any finite y, the margin is the prediction.
	Squared Loss = "squared"
)

// steepest bounds a leaf before the learning rate, on log and log-odds scales:
// no data justify a larger step from one tree.
const steepest = 10

// cell sums gradient and curvature of a loss.
type cell struct{ g, h float64 }

func (c cell) plus(o cell) cell  { return cell{c.g + o.g, c.h + o.h} }
func (c cell) minus(o cell) cell { return cell{c.g - o.g, c.h - o.h} }

// objective is a loss with its variance power.
type objective struct {
	loss  Loss
	power float64
}

func (o objective) logLink() bool {
	return o.loss == Poisson || o.loss == Tweedie || o.loss == Gamma
}

func newObjective(l Loss, power float64) (objective, error) {
	switch l {
	case Poisson:
		return objective{l, 1}, nil
	case Gamma:
		return objective{l, 2}, nil
	case Tweedie:
		if !(power > 1 && power < 2) {
			return objective{}, fmt.Errorf("%w: Tweedie power %g must be between 1 and 2", btyd.ErrInvalidStart, power)
		}
		return objective{l, power}, nil
	case Logistic, Squared:
		return objective{loss: l}, nil
	}
	return objective{}, fmt.Errorf("%w: unknown loss %q", btyd.ErrInvalidStart, l)
}

// accepts says whether y can be a target.
func (o objective) accepts(y float64) bool {
	switch {
	case math.IsNaN(y) || math.IsInf(y, 0):
		return false
	case o.loss == Poisson || o.loss == Tweedie:
		return y >= 0
	case o.loss == Gamma:
		return y > 0
	case o.loss == Logistic:
		return y >= 0 && y <= 1
	}
	return true
}

// parts are a and b of the log-link losses at margin f.
func (o objective) parts(y, f float64) (a, b float64) {
	switch o.power {
	case 1:
		return y, math.Exp(f)
	case 2:
		return y * math.Exp(-f), 1
	}
	return y * math.Exp((1-o.power)*f), math.Exp((2 - o.power) * f)
}

// at is gradient and curvature of the loss of one row.
func (o objective) at(y, f float64) cell {
	switch o.loss {
	case Squared:
		return cell{f - y, 1}
	case Logistic:
		p := logistic(f)
		return cell{p - y, p * (1 - p)}
	}
	a, b := o.parts(y, f)
	return cell{b - a, (2-o.power)*b + (o.power-1)*a}
}

// leaf is the margin that a leaf adds, before the learning rate.
func (o objective) leaf(s cell, l2 float64) float64 {
	switch o.loss {
	case Squared:
		return -s.g / (s.h + l2)
	case Logistic:
		return clamp(-s.g/(s.h+l2), -steepest, steepest)
	}
	a, b := s.h+(o.power-2)*s.g, s.h+(o.power-1)*s.g
	// Differences of sums may leave a trace below zero.
	return clamp(math.Log(max(a, 0)+l2)-math.Log(max(b, 0)+l2), -steepest, steepest)
}

// deviance of one row at margin f, zero for a perfect prediction (twice the
// negative log-likelihood for Logistic).
func (o objective) deviance(y, f float64) float64 {
	switch o.loss {
	case Squared:
		return (y - f) * (y - f)
	case Logistic:
		return 2 * (softplus(f) - y*f)
	case Poisson:
		d := math.Exp(f) - y
		if y > 0 {
			d += y * (math.Log(y) - f)
		}
		return 2 * d
	case Gamma:
		ratio := y * math.Exp(-f)
		return 2 * (ratio - 1 - math.Log(y) + f)
	}
	p := o.power
	a, b := o.parts(y, f)
	return 2 * (math.Pow(y, 2-p)/((1-p)*(2-p)) - a/(1-p) + b/(2-p))
}

// response turns a margin into a prediction.
func (o objective) response(f float64) float64 {
	switch o.loss {
	case Squared:
		return f
	case Logistic:
		return logistic(f)
	}
	return math.Exp(f)
}

func logistic(f float64) float64 { return 1 / (1 + math.Exp(-f)) }

// softplus is log(1 + e^f).
func softplus(f float64) float64 {
	return max(f, 0) + math.Log1p(math.Exp(-math.Abs(f)))
}

func clamp(v, low, high float64) float64 { return min(max(v, low), high) }
