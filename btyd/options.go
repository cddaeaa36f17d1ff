package btyd

// Options steer a fit. The zero value is right for almost every use.
type Options struct {
	// Start holds starting values on the natural scale, one a parameter;
	// empty means derived from the data.
	Start []float64
	// MaxIterations bounds the Newton steps of each stage; zero means 200.
	MaxIterations int
	// Parallel is the number of goroutines; zero means GOMAXPROCS. The
	// answer does not depend on it.
	Parallel int
	// SingleStart skips the second start that guards against a local
	// maximum.
	SingleStart bool
}
