package identity

import "slices"

// Reason is why an identifier joins nobody.
type Reason string

// The reasons.
const (
	// Shared: a telephone number or device of several people.
	Shared Reason = "shared"
	// Crowded: it stands with more identifiers than one person has.
	Crowded Reason = "crowded"
)

// Apart is an identifier whose links are not used.
type Apart struct {
	ID     string
	Reason Reason
	Count  int // of the people it leads to, or of the identifiers it stands with
}

// Partition is who is who.
type Partition struct {
	g      *Graph
	person []int32 // by node: the node that names the person
	Apart  []Apart // by identifier
}

// Person is who an identifier stands for: itself when nothing says otherwise.
func (p *Partition) Person(id string) string {
	if i, have := p.g.index[id]; have {
		return p.g.nodes[p.person[i]].name
	}
	return id
}

// Others hands out every identifier that stands for another one.
func (p *Partition) Others(emit func(id, person string) error) error {
	for i, n := range p.person {
		if int32(i) == n {
			continue
		}
		if err := emit(p.g.nodes[i].name, p.g.nodes[n].name); err != nil {
			return err
		}
	}
	return nil
}

// resolving is a partition in the making.
type resolving struct {
	*Graph
	near   neighbours
	shared []int32 // by node: with how many others it stands, if too many
	seen   []int32 // by node: the round in which it was counted
	round  int32
	owned  []bool // by node: a telephone number that is a known person's
	forest
}

// Resolve says who is who.
func (g *Graph) Resolve() *Partition {
	n := len(g.nodes)
	r := &resolving{Graph: g, near: g.neighbours(), shared: make([]int32, n), seen: make([]int32, n), owned: make([]bool, n), forest: newForest(n)}
	r.findShared()
	r.joinStrong()
	r.respectSplits()
	out := &Partition{g: g}
	for i, count := range r.shared {
		if count > 0 {
			out.Apart = append(out.Apart, Apart{g.nodes[i].name, Crowded, int(count)})
		}
	}
	out.Apart = append(out.Apart, r.joinWeak(Phone)...)
	out.Apart = append(out.Apart, r.joinWeak(Device)...)
	slices.SortFunc(out.Apart, func(a, b Apart) int { return compare(a.ID, b.ID) })
	out.person = r.names()
	return out
}

// uses reports whether a link of two strong identifiers is evidence.
func (r *resolving) uses(e edge) bool {
	return r.nodes[e.a].kind.strong() && r.nodes[e.b].kind.strong() && r.shared[e.a] == 0 && r.shared[e.b] == 0
}

// joinStrong makes one person of strong identifiers that are linked.
func (r *resolving) joinStrong() {
	for _, e := range r.edges {
		if r.uses(e) {
			r.union(e.a, e.b)
		}
	}
}

// joinWeak lets the identifiers of a weak kind join the one person they lead
// to, and returns those that lead to several.
func (r *resolving) joinWeak(k Kind) (apart []Apart) {
	var divided []int32
	for i := range r.nodes {
		n := int32(i)
		if r.nodes[n].kind != k {
			continue
		}
		if len(r.enemies) > 0 {
			divided = append(divided, n) // in an order of their own, below
			continue
		}
		apart = r.joinOne(n, apart)
	}
	slices.SortFunc(divided, func(a, b int32) int { return compare(r.nodes[a].name, r.nodes[b].name) })
	for _, n := range divided {
		apart = r.joinOne(n, apart)
	}
	return apart
}

// joinOne lets one weak identifier join the one person it leads to.
func (r *resolving) joinOne(n int32, apart []Apart) []Apart {
	leads := r.leads(n)
	switch {
	case len(leads) == 1:
		r.owned[n] = r.nodes[n].kind == Phone
		r.union(n, leads[0])
	case len(leads) > 1:
		r.shared[n] = int32(len(leads))
		apart = append(apart, Apart{r.nodes[n].name, Shared, len(leads)})
	}
	return apart
}

// leads are the people a weak identifier leads to. Known people come first: a
// telephone number of nobody known counts only where there are none.
func (r *resolving) leads(n int32) []int32 {
	var known, numbers []int32
	k := r.nodes[n].kind
	r.round++
	for _, j := range r.near.of(n) {
		if r.nodes[j].kind >= k || r.shared[j] > 0 {
			continue
		}
		root := r.find(j)
		if r.seen[root] == r.round || r.atOdds(n, root) {
			continue
		}
		r.seen[root] = r.round
		if r.nodes[j].kind.strong() || r.owned[j] {
			known = append(known, root)
		} else {
			numbers = append(numbers, root)
		}
	}
	if len(known) > 0 {
		return known
	}
	return numbers
}

// names finds the most telling identifier of each person: by kind, then by
// the import that named it first, then by the alphabet.
func (r *resolving) names() []int32 {
	best := make([]int32, len(r.nodes))
	for i := range best {
		best[i] = -1
	}
	for i := range r.nodes {
		root := r.find(int32(i))
		if best[root] < 0 || r.nodes[i].before(r.nodes[best[root]]) {
			best[root] = int32(i)
		}
	}
	out := make([]int32, len(r.nodes))
	for i := range out {
		out[i] = best[r.find(int32(i))]
	}
	return out
}

// before reports whether an identifier names a person better than another.
func (n node) before(o node) bool {
	switch {
	case n.kind != o.kind:
		return n.kind < o.kind
	case n.first != o.first:
		return n.first >= 0 && (o.first < 0 || n.first < o.first)
	}
	return n.name < o.name
}

// compare is the order of the alphabet.
func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
