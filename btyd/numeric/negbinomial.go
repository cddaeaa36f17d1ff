package numeric

import "math"

// Counts of a Poisson process whose rate is Gamma distributed.

// deepest is the smallest logarithm a probability may have before its
// recursion starts; below, terms are carried as logarithms.
const deepest = -650.0

// NegativeBinomial fills dst with P(N = n), n = 0, 1, ..., where N counts the
// events in time t of a Poisson process with rate ~ Gamma(shape r, rate
// alpha), and returns P(N >= len(dst)), accurate relative to itself.
//
//	P(N = n) = Γ(r+n)/(Γ(r) n!) (alpha/(alpha+t))^r (t/(alpha+t))^n
func NegativeBinomial(r, alpha, t float64, dst []float64) (tail float64) {
	l, z := math.Log1p(t/alpha), t/(alpha+t)
	if -r*l < deepest {
		return logNegativeBinomial(r, -r*l, math.Log(z), dst)
	}
	p, cum := math.Exp(-r*l), 0.0
	for n := range dst {
		dst[n] = p
		cum += p
		p *= (r + float64(n)) / float64(n+1) * z
	}
	return binomialTail(p, cum, r, z, len(dst))
}

// tiny is where terms lose their digits and, rounded to themselves, no longer
// fall.
const tiny = 1e-300

// binomialTail is the sum of the terms from n on, given the term p at n and
// the sum cum of those before.
func binomialTail(p, cum, r, z float64, n int) float64 {
	if cum < 0.9 {
		return math.Max(0, 1-cum)
	}
	tail := 0.0
	for k := float64(n); k < 1e7; k++ {
		tail += p
		ratio := (r + k) / (k + 1) * z
		if ratio < 1 && (p < tiny || p*ratio <= 1e-16*tail*(1-ratio)) {
			break
		}
		p *= ratio
	}
	return tail
}

// logNegativeBinomial is NegativeBinomial for r so large that P(N = 0)
// underflows.
func logNegativeBinomial(r, l, lz float64, dst []float64) float64 {
	cum := 0.0
	for n := range dst {
		dst[n] = math.Exp(l)
		cum += dst[n]
		l += math.Log(r+float64(n)) - math.Log(float64(n+1)) + lz
	}
	return math.Max(0, 1-cum)
}

// NegativeBinomialAt returns P(N = n) and P(N >= n); see [NegativeBinomial].
func NegativeBinomialAt(r, alpha, t float64, n int) (exactly, atLeast float64) {
	l, z := math.Log1p(t/alpha), t/(alpha+t)
	lp := -r * l
	if lp < deepest || n > 1e6 {
		k := float64(n)
		lp = LogRising(r, k) - LogRising(1, k) - r*l + k*math.Log(z)
		exactly = math.Exp(lp)
		return exactly, rightOf(exactly, r, z, k)
	}
	p, cum := math.Exp(lp), 0.0
	for k := range n {
		cum += p
		p *= (r + float64(k)) / float64(k+1) * z
	}
	return p, binomialTail(p, cum, r, z, n)
}

// rightOf sums the terms from k on, or those below it when there are fewer
// of them to the mode.
func rightOf(p, r, z, k float64) float64 {
	total := 0.0
	if k < r*z/(1-z) {
		for j := k - 1; j >= 0; j-- {
			p *= (j + 1) / ((r + j) * z)
			total += p
			if p < 1e-17*total || p == 0 {
				break
			}
		}
		return math.Max(0, 1-total)
	}
	for j := k; j < k+1e7; j++ {
		total += p
		ratio := (r + j) / (j + 1) * z
		if p == 0 || ratio < 1 && p*ratio <= 1e-16*total*(1-ratio) {
			break
		}
		p *= ratio
	}
	return total
}
