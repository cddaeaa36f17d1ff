package bayes

// Density is a log-density over unconstrained real coordinates, such as the
// logarithms of positive parameters with the log-Jacobian included. Methods
// must be safe for concurrent use.
type Density interface {
	// Dim is the number of coordinates.
	Dim() int
	// Names lists the quantities that draws report; see [Constrained].
	Names() []string
	// LogDensity at x, up to a constant, and its gradient. It is minus
	// infinity where x is impossible; the gradient then does not matter.
	LogDensity(x, gradient []float64) float64
}

// Constrained is a density whose coordinates stand for natural parameters.
// Draws of a density that is not Constrained report the coordinates.
type Constrained interface {
	Density
	// Constrain fills dst with the natural parameters at x.
	Constrain(x, dst []float64)
}

// Likelihood is the log-likelihood of all customers in natural parameters,
// with its gradient in them. It must be safe for concurrent use, and minus
// infinity where parameters are impossible.
type Likelihood interface {
	// Names lists the parameters in order.
	Names() []string
	// LogLikelihood at p, and its gradient.
	LogLikelihood(p, gradient []float64) float64
}

// Pointwise is a likelihood that can be taken apart into distinct rows.
type Pointwise interface {
	Likelihood
	// Weights is how many customers share each row.
	Weights() []float64
	// RowLogLikelihoods fills dst with the log-likelihood of one customer of
	// each of the rows lo to hi-1.
	RowLogLikelihoods(p []float64, lo, hi int, dst []float64)
}

// constrain is the natural parameters at x, which is x itself for a density
// without any.
func constrain(d Density, x, dst []float64) {
	if c, ok := d.(Constrained); ok {
		c.Constrain(x, dst)
		return
	}
	copy(dst, x)
}
