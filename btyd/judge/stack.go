package judge

import "math"

// Stacked are the weights of a mixture of models.
type Stacked struct {
	// Weights sum to one, in the order of the models.
	Weights []float64
	// LogScore is the mean log score of the mixture on what it was made from,
	// and Best that of the best single model there.
	LogScore, Best float64
}

// prior is the weight, in customers, that every model has before any is
// looked at: models that say the same share alike.
const prior = 1.0

// Stack finds the mixture of predictive distributions with the highest log
// score: weights that maximise the sum over customers of
// w ln(sum over k of weight_k p_k) (Yao, Vehtari, Simpson and Gelman 2018,
// Bayesian Analysis 13:917-1007, eq. 4, with log score; found by the EM steps
// of a mixture with known components). logProb[k][i] is the log probability
// that model k gave, before the fact, to what customer i then did; weight[i]
// counts customers.
//
// Out-of-time log scores are what to feed it: in sample, the model with the
// most parameters would win.
func Stack(logProb [][]float64, weight []float64) Stacked {
	k, n := len(logProb), len(weight)
	s := Stacked{Weights: make([]float64, k), LogScore: math.Inf(-1), Best: math.Inf(-1)}
	if k == 0 || n == 0 {
		return s
	}
	ratio, top := relative(logProb, n)
	for j := range s.Weights {
		s.Weights[j] = 1 / float64(k)
		s.Best = math.Max(s.Best, mean(logProb[j], weight))
	}
	total := 0.0
	for _, w := range weight {
		total += w
	}
	share := make([]float64, k)
	for range mostSteps {
		for j := range share {
			share[j] = prior
		}
		for i, w := range weight {
			row := ratio[i*k : i*k+k]
			mix := 0.0
			for j, r := range row {
				mix += s.Weights[j] * r
			}
			w /= mix
			for j, r := range row {
				share[j] += w * s.Weights[j] * r
			}
		}
		moved := 0.0
		for j := range share {
			next := share[j] / (total + prior*float64(k))
			moved = math.Max(moved, math.Abs(next-s.Weights[j]))
			s.Weights[j] = next
		}
		if moved < 1e-6 {
			break
		}
	}
	s.LogScore = s.score(ratio, top, weight, total)
	return s
}

// mostSteps bounds the search: it is slow only where weights hardly matter.
const mostSteps = 1000

// score is the mean log score at the weights.
func (s Stacked) score(ratio, top, weight []float64, total float64) float64 {
	k, sum := len(s.Weights), 0.0
	for i, w := range weight {
		mix := 0.0
		for j, r := range ratio[i*k : i*k+k] {
			mix += s.Weights[j] * r
		}
		sum += w * (math.Log(mix) + top[i])
	}
	return sum / total
}

// relative are probabilities relative to the likeliest model of each row.
func relative(logProb [][]float64, n int) (ratio, top []float64) {
	k := len(logProb)
	ratio, top = make([]float64, n*k), make([]float64, n)
	for i := range n {
		top[i] = math.Inf(-1)
		for j := range k {
			top[i] = math.Max(top[i], logProb[j][i])
		}
		for j := range k {
			ratio[i*k+j] = math.Exp(logProb[j][i] - top[i])
		}
	}
	return ratio, top
}

func mean(v, w []float64) float64 {
	sum, n := 0.0, 0.0
	for i := range v {
		sum += w[i] * v[i]
		n += w[i]
	}
	return sum / n
}
