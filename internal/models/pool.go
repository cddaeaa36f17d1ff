package models

import (
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// Pool is a mixture of models with fixed weights: its distributions are the
// weighted means of theirs. Models that read silence differently are each
// right about some customers, and the mixture is then likelier than any.
type Pool struct {
	Members []Model
	Weights []float64
	// Pace is how many times as fast as usual purchases are expected to come in
	// the time asked about, because of its season; see [Panel.Pace]. Zero means
	// one. What a new customer does from the first day on is not about that
	// time, and no pace applies to it.
	Pace float64
	// alive weighs the members whose P(alive) means something.
	alive []float64
}

// pace is the pace, one unless told otherwise.
func (p Pool) pace() float64 {
	if p.Pace > 0 {
		return p.Pace
	}
	return 1
}

// longest is the longest distribution that is blended without allocating.
const longest = 768

// LeastWeight is the weight below which a member is not worth its time.
const LeastWeight = 0.02

// Worth drops weights of hardly anything and makes the others sum to one.
func Worth(weights []float64) []float64 {
	out, total := make([]float64, len(weights)), 0.0
	for i, w := range weights {
		if w >= LeastWeight {
			out[i] = w
			total += w
		}
	}
	for i := range out {
		out[i] /= total
	}
	return out
}

// NewPool leaves out members without weight. sound says whose P(alive) is to
// be believed; without any such member all are.
func NewPool(members []Model, weights []float64, sound []bool) Pool {
	var p Pool
	var believed float64
	for i, w := range weights {
		if w == 0 {
			continue
		}
		a := 0.0
		if sound[i] {
			a = w
			believed += w
		}
		p.Members, p.Weights, p.alive = append(p.Members, members[i]), append(p.Weights, w), append(p.alive, a)
	}
	for i := range p.Weights {
		if believed > 0 {
			p.alive[i] /= believed
		} else {
			p.alive[i] = p.Weights[i]
		}
	}
	return p
}

// mean is the weighted mean of a figure of the members.
func (p Pool) mean(figure func(Model) float64) float64 {
	sum := 0.0
	for i, m := range p.Members {
		sum += p.Weights[i] * figure(m)
	}
	return sum
}

func (p Pool) ProbabilityAlive(h btyd.History) float64 {
	sum := 0.0
	for i, m := range p.Members {
		if p.alive[i] > 0 {
			sum += p.alive[i] * m.ProbabilityAlive(h)
		}
	}
	return sum
}

func (p Pool) ExpectedPurchases(h btyd.History, t float64) float64 {
	return p.mean(func(m Model) float64 { return m.ExpectedPurchases(h, t*p.pace()) })
}

func (p Pool) ExpectedNewCustomer(t float64) float64 {
	return p.mean(func(m Model) float64 { return m.ExpectedNewCustomer(t) })
}

func (p Pool) DiscountedPurchases(h btyd.History, t, delta float64) float64 {
	return p.mean(func(m Model) float64 { return m.DiscountedPurchases(h, t*p.pace(), delta/p.pace()) })
}

func (p Pool) ProbabilityOfNone(h btyd.History, t float64) float64 {
	return p.mean(func(m Model) float64 { return m.ProbabilityOfNone(h, t*p.pace()) })
}

func (p Pool) ProbabilityOfAll(t float64, dst []float64) (tail float64) {
	return p.blend(dst, func(_ int, m Model, one []float64) float64 { return m.ProbabilityOfAll(t, one) })
}

func (p Pool) Predictive(h btyd.History, t float64, dst []float64) (tail float64) {
	return p.blend(dst, func(_ int, m Model, one []float64) float64 { return m.Predictive(h, t*p.pace(), one) })
}

func (p Pool) Outlook(h btyd.History, t, delta float64, dst []float64) btyd.Outlook {
	var out btyd.Outlook
	out.Tail = p.blend(dst, func(i int, m Model, one []float64) float64 {
		o := m.Outlook(h, t*p.pace(), delta/p.pace(), one)
		if p.alive[i] > 0 {
			out.Alive += p.alive[i] * o.Alive
		}
		out.Expected += p.Weights[i] * o.Expected
		out.Discounted += p.Weights[i] * o.Discounted
		return o.Tail
	})
	return out
}

// blend is the weighted mean of distributions.
func (p Pool) blend(dst []float64, of func(i int, m Model, one []float64) float64) (tail float64) {
	var room [longest]float64 // no allocation for any length that scoring asks for
	one := room[:0]
	if len(dst) > len(room) {
		one = make([]float64, len(dst))
	}
	one = one[:len(dst)]
	clear(dst)
	for i, m := range p.Members {
		tail += p.Weights[i] * of(i, m, one)
		for n, q := range one {
			dst[n] += p.Weights[i] * q
		}
	}
	return tail
}

// TimeToNext is when the chance of no purchase has fallen to 1-probability:
// between the members' own times, by false position on the mixture.
func (p Pool) TimeToNext(h btyd.History, probability float64) (float64, bool) {
	low, high := math.Inf(1), 0.0
	for _, m := range p.Members {
		t, ok := m.TimeToNext(h, probability)
		t /= p.pace()
		if !ok {
			t = math.Inf(1)
		}
		low, high = math.Min(low, t), math.Max(high, t)
	}
	if math.IsInf(low, 1) {
		return 0, false
	}
	left := func(t float64) float64 { return p.ProbabilityOfNone(h, t) - (1 - probability) }
	if math.IsInf(high, 1) { // one of them never gets there: the mixture may not either
		for high = 2*low + 1; left(high) > 0; high *= 4 {
			if high > 1e6*(1+low) {
				return 0, false
			}
		}
	}
	return falsePosition(left, low, high), true
}

// falsePosition finds where a falling function crosses zero between low and
// high (the Illinois variant, which cannot get stuck at one end).
func falsePosition(f func(float64) float64, low, high float64) float64 {
	fl, fh := f(low), f(high)
	side := 0
	for range 60 {
		if fl <= 0 {
			return low
		}
		if fh >= 0 || high-low <= 1e-6*(1+high) {
			return high
		}
		t := (low*fh - high*fl) / (fh - fl)
		switch v := f(t); {
		case v > 0:
			low, fl = t, v
			if side == 1 {
				fh /= 2
			}
			side = 1
		case v < 0:
			high, fh = t, v
			if side == -1 {
				fl /= 2
			}
			side = -1
		default:
			return t
		}
		if math.Abs(fl) < 1e-9 {
			return low
		}
		if math.Abs(fh) < 1e-9 {
			return high
		}
	}
	return high
}
