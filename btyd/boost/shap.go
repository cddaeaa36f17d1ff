package boost

import (
	"fmt"

	"github.com/perennial-clv/perennial/btyd"
)

// Explainer splits the margin of a row into what each feature contributes:
// its Shapley values, where a feature that is not known leaves a row at a
// node to both children in proportion to their covers (Lundberg et al. 2020,
// "path-dependent TreeSHAP"). It holds buffers: one a goroutine.
type Explainer struct {
	model *Model
	base  float64
	room  []fragment
}

// fragment is one feature of the way from the root to a node: of the
// coalitions that lack it, the share zero of rows takes this way; of those
// that have it, all or none (one). Weight is that of the coalitions of each
// size.
type fragment struct {
	column            int16
	zero, one, weight float64
}

// Explainer returns one for the model.
func (m *Model) Explainer() *Explainer {
	depth := 0
	e := &Explainer{model: m, base: m.intercept}
	for _, t := range m.trees {
		depth = max(depth, t.depth)
		for i, s := range t.steps {
			if s.column == leafed {
				e.base += s.value * t.cover[i] / t.cover[0]
			}
		}
	}
	e.room = make([]fragment, (depth+2)*(depth+3)/2)
	return e
}

// Base is the mean margin over the rows the trees were grown from, offsets
// aside. Base and the contributions of a row add up to its margin.
func (e *Explainer) Base() float64 { return e.base }

// Contributions writes the contribution of each feature to the margin of a
// row into dst.
func (e *Explainer) Contributions(dst, row []float64) error {
	if n := len(e.model.features); len(row) != n || len(dst) != n {
		return fmt.Errorf("%w: %d values and room for %d contributions of %d features", btyd.ErrInvalidRow, len(row), len(dst), n)
	}
	clear(dst)
	for _, t := range e.model.trees {
		w := walker{tree: t, row: row, dst: dst}
		w.visit(0, e.room, 0, 1, 1, leafed)
	}
	return nil
}

// walker goes through a tree once for one row: algorithm 2 of Lundberg et al.
// 2018, arXiv 1802.03888, with polynomial bookkeeping of coalition sizes.
type walker struct {
	tree     *tree
	row, dst []float64
}

// visit extends the way by the feature that led to a node, and goes on. Room
// begins with the n fragments so far; the copy of each level lies behind.
func (w *walker) visit(at int32, room []fragment, n int, zero, one float64, column int16) {
	extend(room, n, zero, one, column)
	path := room[:n+1]
	t := w.tree
	s := &t.steps[at]
	if s.column == leafed {
		for i := 1; i <= n; i++ {
			f := &path[i]
			w.dst[f.column] += unwoundSum(path, i) * (f.one - f.zero) * s.value
		}
		return
	}
	hot := t.next(at, w.row[s.column])
	cold := at + 1
	if hot == cold {
		cold = s.right
	}
	zeroBefore, oneBefore := 1.0, 1.0
	for i := 1; i <= n; i++ {
		if path[i].column == s.column { // a feature asked for twice is one feature
			zeroBefore, oneBefore = path[i].zero, path[i].one
			unwind(path, i)
			n--
			break
		}
	}
	path = room[:n+1]
	below := room[n+1:]
	copy(below, path)
	w.visit(hot, below, n+1, zeroBefore*t.cover[hot]/t.cover[at], oneBefore, s.column)
	copy(below, path)
	w.visit(cold, below, n+1, zeroBefore*t.cover[cold]/t.cover[at], 0, s.column)
}

// extend adds a fragment behind n others.
func extend(path []fragment, n int, zero, one float64, column int16) {
	weight := 0.0
	if n == 0 {
		weight = 1
	}
	path[n] = fragment{column, zero, one, weight}
	size := float64(n + 1)
	for i := n - 1; i >= 0; i-- {
		path[i+1].weight += one * path[i].weight * float64(i+1) / size
		path[i].weight *= zero * float64(n-i) / size
	}
}

// unwind takes a fragment out, as if it had never been added.
func unwind(path []fragment, at int) {
	n := len(path) - 1
	zero, one := path[at].zero, path[at].one
	next, size := path[n].weight, float64(n+1)
	for i := n - 1; i >= 0; i-- {
		if one != 0 {
			old := path[i].weight
			path[i].weight = next * size / (float64(i+1) * one)
			next = old - path[i].weight*zero*float64(n-i)/size
		} else {
			path[i].weight *= size / (zero * float64(n-i))
		}
	}
	for i := at; i < n; i++ {
		path[i].column, path[i].zero, path[i].one = path[i+1].column, path[i+1].zero, path[i+1].one
	}
}

// unwoundSum is the sum of the weights that unwind would leave.
func unwoundSum(path []fragment, at int) (sum float64) {
	n := len(path) - 1
	zero, one := path[at].zero, path[at].one
	next, size := path[n].weight, float64(n+1)
	for i := n - 1; i >= 0; i-- {
		if one != 0 {
			weight := next * size / (float64(i+1) * one)
			sum += weight
			next = path[i].weight - weight*zero*float64(n-i)/size
		} else {
			sum += path[i].weight / (zero * float64(n-i) / size)
		}
	}
	return sum
}
