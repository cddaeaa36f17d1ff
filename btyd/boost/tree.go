package boost

// tree holds its nodes in preorder: the left child follows its parent.
type tree struct {
	steps []step
	sets  []set
	// gain of the split of each node, and cover: the weight of the rows it
	// was grown from.
	gain, cover []float64
	// bins are the thresholds in bins; known while training only.
	bins  []uint8
	depth int
}

// step is what a walk needs to know of a node.
type step struct {
	// value is the threshold: numbers up to it go left. Of a leaf it is the
	// margin it adds.
	value float64
	// right is the right child.
	right int32
	// column is the feature asked for, leafed in leaves.
	column int16
	// set is one more than the place of the categories that go left, zero
	// when numbers are split.
	set uint16
	// missingLeft says where missing numbers go.
	missingLeft bool
}

const leafed = -1

// deepest bounds the splits above a leaf, grown or read: explanations need
// room for the square of it.
const deepest = 256

// next returns the child of an inner node to which a value leads.
func (t *tree) next(at int32, v float64) int32 {
	s := &t.steps[at]
	left := v <= s.value
	if s.set != 0 {
		left = t.sets[s.set-1].has(category(v))
	} else if v != v {
		left = s.missingLeft
	}
	if left {
		return at + 1
	}
	return s.right
}

// category turns a value into a bin; what is no category is missing.
func category(v float64) uint8 {
	if v >= 0 && v < missing {
		return uint8(v)
	}
	return missing
}

// leafOf walks a row of a data set down the tree, by bins.
func (t *tree) leafOf(d *Dataset, row int32) float64 {
	at := int32(0)
	for {
		s := &t.steps[at]
		if s.column == leafed {
			return s.value
		}
		bin := d.bin(int(s.column), row)
		left := bin <= t.bins[at]
		if s.set != 0 {
			left = t.sets[s.set-1].has(bin)
		} else if bin == missing {
			left = s.missingLeft
		}
		if left {
			at++
		} else {
			at = s.right
		}
	}
}

// sketch is a node while its tree grows.
type sketch struct {
	split
	left, right int
	leaf        bool
	value       float64
	cover       float64
}

// preorder turns sketches, the root first, into a tree.
func preorder(nodes []sketch, columns []column) *tree {
	t := &tree{}
	var visit func(at, depth int)
	visit = func(at, depth int) {
		n := &nodes[at]
		t.depth = max(t.depth, depth)
		t.gain, t.cover = append(t.gain, n.gain), append(t.cover, n.cover)
		if n.leaf {
			t.steps, t.bins = append(t.steps, step{value: n.value, column: leafed}), append(t.bins, 0)
			return
		}
		mine := len(t.steps)
		t.steps, t.bins = append(t.steps, t.inner(n, columns)), append(t.bins, n.bin)
		visit(n.left, depth+1)
		t.steps[mine].right = int32(len(t.steps))
		visit(n.right, depth+1)
	}
	visit(0, 0)
	return t
}

func (t *tree) inner(n *sketch, columns []column) step {
	s := step{column: int16(n.column), missingLeft: n.missingLeft}
	if n.categorical {
		t.sets = append(t.sets, n.set)
		s.set = uint16(len(t.sets))
		s.missingLeft = n.set.has(missing)
		return s
	}
	s.value = columns[n.column].threshold(n.bin)
	return s
}

// threshold is the largest number in a bin or below it.
func (c column) threshold(bin uint8) float64 {
	if int(bin) < len(c.cuts) {
		return c.cuts[bin]
	}
	return largest // all that are not missing
}
