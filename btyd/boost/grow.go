package boost

import "math"

const largest = math.MaxFloat64

// grower grows trees on one data set. Its buffers are shared by all trees,
// and by all folds of a cross-validation.
type grower struct {
	splitter
	data    *Dataset
	builder *builder
	rows    []int32 // of the tree, node by node
	other   []int32 // where partitions are written
	spare   []int32
	nodes   []sketch
	open    []*node // leaves so far
	offered []int   // columns that this tree may use
}

// node is a leaf that may be split.
type node struct {
	at         int // its sketch
	from, to   int // its rows
	depth      int
	sum        cell
	histogram  histogram
	best       split
	within     span
	categories bool // made by a split of categories
}

func newGrower(d *Dataset, p *Params, o objective, directions []int) *grower {
	return &grower{
		splitter: splitter{objective: o, params: p, columns: d.columns, directions: directions},
		data:     d, builder: newBuilder(d, p.Parallel),
	}
}

// grow fits one tree to the gradients of the given rows, which must ascend.
// It returns nil when no split gains enough.
func (g *grower) grow(rows []int32, offered []int, gradients []cell) *tree {
	g.rows = append(g.rows[:0], rows...)
	if len(g.other) < len(rows) {
		g.other, g.spare = make([]int32, len(rows)), make([]int32, len(rows))
	}
	g.nodes, g.open, g.offered = g.nodes[:0], g.open[:0], offered
	root := &node{to: len(rows), within: span{math.Inf(-1), math.Inf(1)}, sum: total(rows, gradients)}
	g.nodes = append(g.nodes, sketch{})
	g.open = append(g.open, root)
	if g.hopeful(root) {
		root.histogram = g.builder.take()
		g.builder.build(root.histogram, g.rows, gradients)
		g.search(root)
	}
	for len(g.open) < g.params.Leaves {
		chosen := g.choose()
		if chosen == nil {
			break
		}
		g.divide(chosen, gradients)
	}
	for _, n := range g.open {
		g.builder.give(n.histogram)
		n.histogram = nil
	}
	if len(g.open) == 1 {
		return nil
	}
	g.finish()
	return preorder(g.nodes, g.columns)
}

func total(rows []int32, gradients []cell) (sum cell) {
	for _, r := range rows {
		sum = sum.plus(gradients[r])
	}
	return sum
}

// hopeful says whether a node may be split at all.
func (g *grower) hopeful(n *node) bool {
	deep := n.depth >= deepest || g.params.Depth > 0 && n.depth >= g.params.Depth
	return !deep && n.sum.h >= 2*g.params.MinChildWeight && n.to-n.from >= 2
}

// search finds the best split of nodes whose histograms are known. Equal
// gains go to the first column.
func (g *grower) search(nodes ...*node) {
	tasks := len(g.offered)
	found := make([]split, tasks*len(nodes))
	each(g.params.Parallel, len(found), func(i int) {
		n, column := nodes[i/tasks], g.offered[i%tasks]
		found[i] = g.best(column, n.histogram.of(column), n.sum, n.within)
	})
	for i, s := range found {
		if n := nodes[i/tasks]; s.gain > max(n.best.gain, g.params.MinGain) {
			n.best = s
		}
	}
}

// choose returns the leaf to split next, or nil. Equal gains go to the older.
func (g *grower) choose() *node {
	var chosen *node
	for _, n := range g.open {
		if !(n.best.gain > g.params.MinGain) || math.IsInf(n.best.gain, 0) {
			continue
		}
		switch {
		case chosen == nil:
			chosen = n
		case g.params.DepthWise && n.depth != chosen.depth:
			if n.depth < chosen.depth {
				chosen = n
			}
		case n.best.gain > chosen.best.gain:
			chosen = n
		}
	}
	return chosen
}

// divide replaces a leaf by its two children.
func (g *grower) divide(n *node, gradients []cell) {
	middle := g.partition(n)
	left, right := g.children(n, middle)
	sketch := &g.nodes[n.at]
	sketch.split, sketch.left, sketch.right = n.best, left.at, right.at
	for i, o := range g.open {
		if o == n {
			g.open[i] = left
		}
	}
	g.open = append(g.open, right)
	if len(g.open) < g.params.Leaves && (g.hopeful(left) || g.hopeful(right)) {
		g.fill(n, left, right, gradients)
	} else {
		g.builder.give(n.histogram)
	}
	n.histogram = nil
}

// children makes the nodes, and with monotone columns bounds their values at
// the middle between the two.
func (g *grower) children(n *node, middle int) (left, right *node) {
	left = &node{at: len(g.nodes), from: n.from, to: middle, depth: n.depth + 1, sum: n.best.left, within: n.within}
	right = &node{at: len(g.nodes) + 1, from: middle, to: n.to, depth: n.depth + 1, sum: n.best.right, within: n.within}
	left.categories, right.categories = n.best.categorical, n.best.categorical
	g.nodes = append(g.nodes, sketch{}, sketch{})
	if g.directions == nil || g.directions[n.best.column] == 0 {
		return left, right
	}
	mid := (g.value(left.sum, g.params.L2, n.within) + g.value(right.sum, g.params.L2, n.within)) / 2
	if g.directions[n.best.column] > 0 {
		left.within.high, right.within.low = mid, mid
	} else {
		left.within.low, right.within.high = mid, mid
	}
	return left, right
}

// fill makes the histograms of two children: the smaller is summed, the
// larger is what remains of the parent's.
func (g *grower) fill(n, left, right *node, gradients []cell) {
	small, large := left, right
	if small.to-small.from > large.to-large.from {
		small, large = large, small
	}
	small.histogram, large.histogram = g.builder.take(), n.histogram
	g.builder.build(small.histogram, g.rows[small.from:small.to], gradients)
	large.histogram.add(small.histogram, -1)
	var hopeful []*node
	for _, child := range []*node{left, right} {
		if g.hopeful(child) {
			hopeful = append(hopeful, child)
		}
	}
	g.search(hopeful...)
}
