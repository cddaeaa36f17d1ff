package identity

import "slices"

// respectSplits takes apart the people of whom somebody said that they are
// several: their links are joined anew, the best evidence first, and those
// that would make one person of two are left out.
func (r *resolving) respectSplits() {
	if len(r.splits) == 0 {
		return
	}
	broken := map[int32]bool{}
	for _, s := range r.splits {
		if root := r.find(s[0]); root == r.find(s[1]) {
			broken[root] = true
		}
	}
	var evidence []edge
	for _, e := range r.edges {
		if r.uses(e) && broken[r.find(e.a)] {
			evidence = append(evidence, e)
		}
	}
	var members []int32
	for i := range r.nodes {
		if broken[r.find(int32(i))] {
			members = append(members, int32(i))
		}
	}
	for _, i := range members {
		r.parent[i], r.size[i] = i, 1
	}
	r.enemies = map[int32][]int32{}
	for _, s := range r.splits {
		a, b := r.find(s[0]), r.find(s[1])
		r.enemies[a], r.enemies[b] = append(r.enemies[a], s[1]), append(r.enemies[b], s[0])
	}
	slices.SortFunc(evidence, r.better)
	for _, e := range evidence {
		if !r.atOdds(e.a, e.b) {
			r.union(e.a, e.b)
		}
	}
}

// better sorts evidence: earlier imports first, then the more telling
// identifiers. What came later is what made the mistake.
func (r *resolving) better(x, y edge) int {
	if x.batch != y.batch {
		return int(sign(x.batch - y.batch))
	}
	if d := r.weight(x) - r.weight(y); d != 0 {
		return d
	}
	xa, xb := r.ends(x)
	ya, yb := r.ends(y)
	if d := compare(xa, ya); d != 0 {
		return d
	}
	return compare(xb, yb)
}

// weight is how telling a link is, the less the better.
func (r *resolving) weight(e edge) int { return int(r.nodes[e.a].kind) + int(r.nodes[e.b].kind) }

// ends are the names of a link in the order of the alphabet.
func (r *resolving) ends(e edge) (string, string) {
	a, b := r.nodes[e.a].name, r.nodes[e.b].name
	if b < a {
		a, b = b, a
	}
	return a, b
}

func sign(d int64) int64 {
	switch {
	case d < 0:
		return -1
	case d > 0:
		return 1
	}
	return 0
}
