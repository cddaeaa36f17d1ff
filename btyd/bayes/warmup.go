package bayes

import "math"

// tuner tunes the step of a chain by dual averaging (Hoffman and Gelman 2014,
// section 3.2, with their constants) and its metric from windows of draws.
type tuner struct {
	target                float64
	centre, error, smooth float64
	count                 float64
	windows               []int // ends of the windows that refine the metric
	from                  int   // where collecting begins
	seen                  [][]float64
}

func newTuner(o Options) *tuner {
	// A tenth to reach the bulk, then windows that double in length, and a
	// quarter to settle the step for the final metric.
	t := &tuner{target: o.Acceptance, from: o.Warmup / 10}
	last := o.Warmup - o.Warmup/4
	for length := 30; ; length *= 2 {
		end := t.from + length
		if len(t.windows) > 0 {
			end = t.windows[len(t.windows)-1] + length
		}
		if end+2*length > last {
			if last-t.from >= 30 {
				t.windows = append(t.windows, last)
			}
			return t
		}
		t.windows = append(t.windows, end)
	}
}

// restart begins anew around a step.
func (t *tuner) restart(step float64) {
	t.centre = math.Log(10 * step)
	t.error, t.smooth, t.count = 0, 0, 0
}

// learn takes the acceptance of a transition and returns the next step.
func (t *tuner) learn(acceptance float64) float64 {
	t.count++
	share := 1 / (t.count + 10)
	t.error = (1-share)*t.error + share*(t.target-acceptance)
	step := t.centre - t.error*math.Sqrt(t.count)/0.05
	weight := math.Pow(t.count, -0.75)
	t.smooth = weight*step + (1-weight)*t.smooth
	return math.Exp(step)
}

// settled is the step for the draws to be kept.
func (t *tuner) settled() float64 { return math.Exp(t.smooth) }

// collect takes the state after warm-up draw i; it returns true when a window
// ended and the metric has changed.
func (t *tuner) collect(c *chain, i int) bool {
	if len(t.windows) == 0 || i < t.from {
		return false
	}
	t.seen = append(t.seen, append([]float64(nil), c.now.z...))
	if i+1 < t.windows[0] {
		return false
	}
	l, ok := cholesky(t.covariance())
	t.windows, t.seen = t.windows[1:], t.seen[:0]
	if !ok {
		return false
	}
	c.rescale(l)
	return true
}

// covariance of the window in scaled coordinates, drawn towards the identity,
// that is to the metric so far, with the weight of a few draws a dimension.
func (t *tuner) covariance() [][]float64 {
	n := len(t.seen[0])
	mean := make([]float64, n)
	for _, z := range t.seen {
		for i, v := range z {
			mean[i] += v / float64(len(t.seen))
		}
	}
	m := identity(n)
	prior := float64(5 * n)
	total := prior + float64(len(t.seen)) - 1
	for i := range n {
		m[i][i] = prior / total
	}
	for _, z := range t.seen {
		for i := range n {
			for j := range n {
				m[i][j] += (z[i] - mean[i]) * (z[j] - mean[j]) / total
			}
		}
	}
	return m
}

// rescale makes the scaled coordinates those in which a covariance with
// factor l becomes the identity. The chain stays where it is.
func (c *chain) rescale(l [][]float64) {
	n := len(l)
	scale := square(n)
	for i := range n {
		for j := 0; j <= i; j++ {
			for k := j; k <= i; k++ {
				scale[i][j] += c.scale[i][k] * l[k][j]
			}
		}
	}
	solveLower(l, c.now.z, c.now.z)
	c.scale = scale
	c.evaluate(&c.now)
}

// firstStep finds a step at which one leapfrog is accepted about as often as
// aimed at, by doubling or halving (Hoffman and Gelman 2014, algorithm 4).
func (c *chain) firstStep(target float64) float64 {
	trial := c.ends.front
	try := func(step float64) float64 {
		trial.set(&c.now)
		c.kick(&trial)
		before := trial.joint()
		c.leapfrog(&trial, step)
		gain := trial.joint() - before
		if math.IsNaN(gain) {
			return math.Inf(-1)
		}
		return gain
	}
	step, aim := 1.0, math.Log(target)
	up := try(step) > aim
	for range 60 {
		next := step / 2
		if up {
			next = step * 2
		}
		if try(next) > aim != up {
			break
		}
		step = next
	}
	return step
}
