package bayes

// Draws are draws from a posterior, column by column. Within a column the
// draws of the first chain come first, in order.
type Draws struct {
	// Names of the parameters, and Values by parameter.
	Names  []string
	Values [][]float64
	// Chains of PerChain draws each.
	Chains, PerChain int
	// LogDensity of the unconstrained coordinates, up to a constant.
	LogDensity []float64
	// Energy is minus the joint log-density of position and momentum;
	// Acceptance the mean acceptance along the trajectory; Depth the number
	// of doublings, of which the trajectory has 2^Depth-1 steps; Divergent
	// marks trajectories that left the energy surface.
	Energy, Acceptance []float64
	Depth              []uint8
	Divergent          []bool
	// StepSize by chain, in scaled coordinates.
	StepSize []float64
	// Warmup draws a chain came before, and Evaluations of the density were
	// made after the warm-up, by all chains.
	Warmup, Evaluations int
	maxDepth            int
}

func newDraws(d Density, chains, perChain int) *Draws {
	n := chains * perChain
	out := &Draws{
		Names: d.Names(), Chains: chains, PerChain: perChain, Values: make([][]float64, d.Dim()),
		LogDensity: make([]float64, n), Energy: make([]float64, n), Acceptance: make([]float64, n),
		Depth: make([]uint8, n), Divergent: make([]bool, n), StepSize: make([]float64, chains),
	}
	for i := range out.Values {
		out.Values[i] = make([]float64, n)
	}
	return out
}

// record stores the natural parameters at x as draw i.
func (d *Draws) record(density Density, i int, x []float64) {
	var small [8]float64
	p := small[:]
	if len(x) > len(p) {
		p = make([]float64, len(x))
	}
	p = p[:len(x)]
	constrain(density, x, p)
	for k, v := range p {
		d.Values[k][i] = v
	}
}

// Len is the number of draws of all chains.
func (d *Draws) Len() int { return d.Chains * d.PerChain }

// At fills dst with the parameters of draw i and returns it.
func (d *Draws) At(i int, dst []float64) []float64 {
	dst = dst[:len(d.Values)]
	for k, column := range d.Values {
		dst[k] = column[i]
	}
	return dst
}

// Each computes a number from the parameters of every draw: a column like
// those in Values. The slice passed to f is used again.
func (d *Draws) Each(f func(parameters []float64) float64) []float64 {
	p := make([]float64, len(d.Values))
	out := make([]float64, d.Len())
	for i := range out {
		out[i] = f(d.At(i, p))
	}
	return out
}

// Mean of each parameter: the point of least expected squared error.
func (d *Draws) Mean() []float64 {
	out := make([]float64, len(d.Values))
	for k, column := range d.Values {
		out[k] = mean(column)
	}
	return out
}

// spaced returns up to n positions of draws, evenly spaced over all of them.
func (d *Draws) spaced(n int) []int {
	if n <= 0 || n > d.Len() {
		n = d.Len()
	}
	out := make([]int, n)
	for i := range out {
		out[i] = (2*i + 1) * d.Len() / (2 * n)
	}
	return out
}
