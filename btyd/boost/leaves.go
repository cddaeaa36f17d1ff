package boost

// partition moves the rows of a node's left child before those of the right,
// keeping their order, and returns where the right ones begin. Each block is
// parted on its own, then moved to its place.
func (g *grower) partition(n *node) int {
	rows := g.rows[n.from:n.to]
	lefts, rights := g.other[n.from:n.to], g.spare[n.from:n.to]
	count := make([]int, blocks(len(rows)))
	goes, pack := n.best.table(), g.data.packs[n.best.column/lanes]
	shift := 8 * (n.best.column % lanes)
	each(g.params.Parallel, len(count), func(task int) {
		from, to := task*block, min(len(rows), (task+1)*block)
		l, r := from, from
		for _, row := range rows[from:to] { // both are written: a branch would cost more
			lefts[l], rights[r] = row, row
			step := int(goes[uint8(pack[row]>>shift)])
			l += step
			r += 1 - step
		}
		count[task] = l - from
	})
	at := 0
	for task, c := range count {
		at += copy(rows[at:], lefts[task*block:task*block+c])
	}
	middle := at
	for task, c := range count {
		at += copy(rows[at:], rights[task*block:min(len(rows), (task+1)*block)-c])
	}
	return n.from + middle
}

// table holds one for the bins that go left, zero for the others.
func (s *split) table() (left [256]uint8) {
	for bin := range left {
		goes := bin <= int(s.bin)
		if s.categorical {
			goes = s.set.has(uint8(bin))
		} else if bin == missing {
			goes = s.missingLeft
		}
		if goes {
			left[bin] = 1
		}
	}
	return left
}

// finish gives the leaves their values and all nodes their covers.
func (g *grower) finish() {
	for i := range g.nodes {
		g.nodes[i].leaf = false
		g.nodes[i].cover = 0
	}
	for _, n := range g.open {
		l2 := g.params.L2
		if n.categories {
			l2 += g.params.CategoryL2
		}
		leaf := &g.nodes[n.at]
		leaf.leaf, leaf.gain = true, 0
		leaf.value = g.params.LearningRate * g.value(n.sum, l2, n.within)
		for _, row := range g.rows[n.from:n.to] {
			leaf.cover += g.data.weight(int(row))
		}
	}
	for i := len(g.nodes) - 1; i >= 0; i-- { // children come after parents
		if n := &g.nodes[i]; !n.leaf {
			n.cover = g.nodes[n.left].cover + g.nodes[n.right].cover
		}
	}
}

// addTo adds the leaves of the tree just grown to the margins of its rows.
func (g *grower) addTo(margins []float64) {
	each(g.params.Parallel, len(g.open), func(i int) {
		n := g.open[i]
		value := g.nodes[n.at].value
		for _, row := range g.rows[n.from:n.to] {
			margins[row] += value
		}
	})
}
