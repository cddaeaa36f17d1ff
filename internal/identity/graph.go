package identity

import "strings"

// Link is two identifiers that one record gives to one person.
type Link struct {
	A, B   string
	Source string // of the record
	Kind   string // of the record, such as orders
	Batch  int64  // the import that brought it
}

// Graph is every link and split there is. The zero value is an empty one.
type Graph struct {
	index  map[string]int32
	nodes  []node
	edges  []edge
	splits [][2]int32
}

// node is an identifier.
type node struct {
	name  string
	kind  Kind
	first int64 // the first import that named it; -1: none did
}

// edge is a link; a and b are places in nodes.
type edge struct {
	a, b  int32
	batch int64
}

// NewGraph is an empty graph with room for about so many links.
func NewGraph(links int) *Graph {
	return &Graph{index: make(map[string]int32, links), nodes: make([]node, 0, links), edges: make([]edge, 0, links)}
}

// Link adds a link. The same one may be added many times: the earliest counts.
// Its texts are copied.
func (g *Graph) Link(l Link) {
	a, b := g.node(l.A, KindOf(l.A, l.Source), l.Batch), g.node(l.B, KindOf(l.B, l.Source), l.Batch)
	if a != b {
		g.edges = append(g.edges, edge{a, b, l.Batch})
	}
}

// Split adds that two identifiers are two people.
func (g *Graph) Split(a, b string) {
	x, y := g.node(a, Email, -1), g.node(b, Email, -1)
	if x != y {
		g.splits = append(g.splits, [2]int32{x, y})
	}
}

// node is the place of an identifier. If sources disagree on what it is, it is
// the least telling.
func (g *Graph) node(name string, k Kind, batch int64) int32 {
	if g.index == nil {
		g.index = map[string]int32{}
	}
	i, have := g.index[name]
	if !have {
		i, name = int32(len(g.nodes)), strings.Clone(name)
		g.index[name] = i
		g.nodes = append(g.nodes, node{name, k, batch})
		return i
	}
	n := &g.nodes[i]
	n.kind = max(n.kind, k)
	if batch >= 0 && (n.first < 0 || batch < n.first) {
		n.first = batch
	}
	return i
}

// neighbours are the nodes each node has links to, with repeats: those of node
// i are to[at[i]:at[i+1]].
type neighbours struct{ at, to []int32 }

func (g *Graph) neighbours() neighbours {
	n := neighbours{make([]int32, len(g.nodes)+1), make([]int32, 2*len(g.edges))}
	for _, e := range g.edges {
		n.at[e.a+1]++
		n.at[e.b+1]++
	}
	for i := range g.nodes {
		n.at[i+1] += n.at[i]
	}
	next := append([]int32(nil), n.at[:len(g.nodes)]...)
	for _, e := range g.edges {
		n.to[next[e.a]], n.to[next[e.b]] = e.b, e.a
		next[e.a]++
		next[e.b]++
	}
	return n
}

func (n neighbours) of(i int32) []int32 { return n.to[n.at[i]:n.at[i+1]] }
