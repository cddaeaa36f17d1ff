package demo

// Time inside the package is whole seconds since the start of the log.
const (
	hourSeconds  = 3600
	daySeconds   = 24 * hourSeconds
	weekSeconds  = 7 * daySeconds
	hoursPerWeek = 7 * 24
)

// clock turns an intensity that changes from hour to hour into an even one.
// Events of a unit-rate process, placed on the clock's own time and read back
// as seconds, follow the intensity: the inversion method for non-homogeneous
// processes (Çinlar, Introduction to Stochastic Processes, 1975, ch. 4.7). It
// is exact, wastes no draws as thinning does, and works for the regular buyers
// too, whose process is not Poisson.
type clock struct {
	passed []float64 // passed[h] is the clock's time at the start of hour h
	guide  []int32   // guide[b] is the hour in which bucket b of the time begins
	perOne float64   // buckets per unit of the clock's time
}

// newClock sums hourly intensities; one unit of the clock is a week of
// intensity 1.
func newClock(intensity []float64) clock {
	n := len(intensity)
	c := clock{passed: make([]float64, n+1), guide: make([]int32, n+1)}
	for h, v := range intensity {
		c.passed[h+1] = c.passed[h] + v/hoursPerWeek
	}
	c.perOne = float64(n) / c.passed[n]
	h := 0
	for b := range c.guide {
		for h < n-1 && c.passed[h+1]*c.perOne < float64(b) {
			h++
		}
		c.guide[b] = int32(h)
	}
	return c
}

// total is the clock's time when its last hour ends.
func (c *clock) total() float64 { return c.passed[len(c.passed)-1] }

// at reads the clock at a second.
func (c *clock) at(second uint32) float64 {
	h := second / hourSeconds
	part := float64(second%hourSeconds) / hourSeconds
	return c.passed[h] + part*(c.passed[h+1]-c.passed[h])
}

// second is the inverse of at, for 0 <= x < total. The guide table leads to
// the hour in a step or two (Chen and Asau, "On generating random variates
// from an empirical distribution", AIIE Transactions, 1974).
func (c *clock) second(x float64) uint32 {
	h := int(c.guide[int(x*c.perOne)])
	for h < len(c.passed)-2 && c.passed[h+1] <= x {
		h++
	}
	// The guide may be an hour late by a rounding of the last bit.
	part := max(0, (x-c.passed[h])/(c.passed[h+1]-c.passed[h]))
	return uint32(h)*hourSeconds + min(hourSeconds-1, uint32(part*hourSeconds))
}
