package identity

// forest is a union-find over nodes.
type forest struct {
	parent []int32
	size   []int32
	// enemies are, by root, the nodes that must stay apart from the root's.
	enemies map[int32][]int32
}

func newForest(n int) forest {
	f := forest{parent: make([]int32, n), size: make([]int32, n)}
	for i := range f.parent {
		f.parent[i], f.size[i] = int32(i), 1
	}
	return f
}

// find is the root of a node.
func (f *forest) find(i int32) int32 {
	for f.parent[i] != i {
		f.parent[i] = f.parent[f.parent[i]]
		i = f.parent[i]
	}
	return i
}

// union makes one of two.
func (f *forest) union(a, b int32) {
	a, b = f.find(a), f.find(b)
	if a == b {
		return
	}
	if f.size[a] < f.size[b] {
		a, b = b, a
	}
	f.parent[b] = a
	f.size[a] += f.size[b]
	if hers := f.enemies[b]; len(hers) > 0 {
		f.enemies[a] = append(f.enemies[a], hers...)
		delete(f.enemies, b)
	}
}

// atOdds reports whether two nodes must not become one.
func (f *forest) atOdds(a, b int32) bool {
	if len(f.enemies) == 0 {
		return false
	}
	a, b = f.find(a), f.find(b)
	if len(f.enemies[a]) > len(f.enemies[b]) {
		a, b = b, a
	}
	// Enmity is mutual, so that either list tells; an empty one says no.
	for _, e := range f.enemies[a] {
		if f.find(e) == b {
			return true
		}
	}
	return false
}
