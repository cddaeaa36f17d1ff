// Package lifetime counts the purchases of customers who may be lost at any
// moment. Alive, they buy at random moments at a rate that differs between
// them as Gamma(r, rate α); how long they live is the caller's ([Lives]).
//
// A customer who lives for u makes a negative binomial number of purchases in
// that time, so a chance is an integral over lifetimes, of positive terms. No
// function allocates. The package knows nothing of fits and of histories.
package lifetime

import "math"

// Lives is what the models differ in: how long their customers live.
type Lives interface {
	// Buying is the distribution of rates: Gamma(r, rate alpha).
	Buying() (r, alpha float64)
	// Survival is the chance to live longer than t.
	Survival(t float64) float64
	// Axis lays lifetimes up to t out for counts whose peaks are at least
	// 1/sqrt(k) wide relative to their place.
	Axis(t, k float64) Axis
	// Die multiplies the shares of a panel by the density of lifetimes there.
	Die(Panel) Panel
	// None is the chance of no purchase within t, Any that of one at least.
	None(t float64) float64
	Any(t float64) float64
}

// Nodes is the length of the rule of a panel.
const Nodes = 16

// Axis lays an integral over lifetimes out in equal panels of g, where
// u = c sinh²(g): even in sqrt(u) near zero, where counts have even spread,
// and in ln(u) far out.
type Axis struct {
	C, Width float64
	Panels   int
}

// Panel holds lifetimes, in ascending order, and how many die at about each.
type Panel struct{ U, Share [Nodes]float64 }

const (
	// maxPanels bounds the work for customers with millions of purchases.
	maxPanels = 4096
	// perLength is how many panels a unit of g needs at least.
	perLength = 1 / 1.2
)

// Lay chooses the panels up to t: at least dense to the unit of g, and at
// least four nodes to the width of a count's peak.
func Lay(c, t, dense, k float64) Axis {
	length := math.Asinh(math.Sqrt(t / c))
	n := math.Ceil(math.Max(length*math.Max(dense, perLength), math.Sqrt(k)/2.5))
	n = math.Min(math.Max(n, 1), maxPanels)
	return Axis{C: c, Width: length / n, Panels: int(n)}
}
