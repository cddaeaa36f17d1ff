package boost

import "slices"

// set is a set of categories; its last element stands for missing values.
type set [4]uint64

func (s *set) has(i uint8) bool { return s[i>>6]>>(i&63)&1 != 0 }
func (s *set) put(i uint8)      { s[i>>6] |= 1 << (i & 63) }

// bestSet orders the categories of a node by the value they would have as
// leaves, G/(H+λ), and parts that order in two. For a convex loss the best of
// all partitions is among these (Fisher 1958); λ damps what rare categories
// say. Missing values are one more category. Categories the node has never
// seen go where most rows go.
func (p *splitter) bestSet(column int, b *bars, total cell, within span) split {
	l2 := p.params.L2 + p.params.CategoryL2
	var seen []uint8
	for i := range b {
		if b[i].h > trace*total.h {
			seen = append(seen, uint8(i))
		}
	}
	slices.SortStableFunc(seen, func(i, j uint8) int {
		a, b := b[i].g/(b[i].h+l2), b[j].g/(b[j].h+l2)
		switch {
		case a < b:
			return -1
		case a > b:
			return 1
		}
		return 0
	})
	found := split{column: column, gain: p.params.MinGain, categorical: true}
	left, at := cell{}, -1
	for i := range max(len(seen)-1, 0) {
		left = left.plus(b[seen[i]])
		right := total.minus(left)
		if gain, allowed := p.gain(column, total, left, right, l2, within); allowed && gain > found.gain {
			found.gain, found.left, found.right, at = gain, left, right, i
		}
	}
	if at >= 0 {
		found.set = lefts(seen, at, found.left.h >= found.right.h)
	}
	return found
}

// lefts is the set of the categories that go left: the first of those seen
// and, if most rows do, all that were not seen.
func lefts(seen []uint8, last int, unseenLeft bool) set {
	var s set
	if unseenLeft {
		s = set{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
		for _, c := range seen[last+1:] {
			s[c>>6] &^= 1 << (c & 63)
		}
		return s
	}
	for _, c := range seen[:last+1] {
		s.put(c)
	}
	return s
}
