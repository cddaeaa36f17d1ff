package estimate

import (
	"math"
	"sort"

	"github.com/perennial-clv/perennial/btyd"
)

const (
	// degree is the number of Chebyshev nodes a cell has along an axis.
	degree = 8
	// mostCondensed is the largest count whose rows are condensed.
	mostCondensed = 255
	// youngest is the age, of the largest, below which rows stay as they are.
	youngest = 1. / 1024
)

// Condense returns far fewer rows with nearly the same log-likelihood, for any
// model of histories that are smooth in t_x and T. Histories of one x are
// gathered in cells of t_x/T and ln T, and those of a cell become a grid of
// Chebyshev nodes with the weights by which a polynomial is summed over the
// cell's rows from its values at the nodes: a function that is nearly one has
// nearly the same sum. The weights of nodes may be negative, so the rows are
// for likelihoods only, and only near where the search has led; ok is false
// where little would be gained.
func Condense(rows btyd.Rows) (few btyd.Rows, ok bool) {
	c := newCells(rows)
	for i := range rows.X {
		if cell := c.find(rows.X[i], rows.Tx[i], rows.T[i]); cell >= 0 {
			c.count[cell]++
		}
	}
	for i, x := range rows.X {
		cell := c.find(x, rows.Tx[i], rows.T[i])
		if cell < 0 || int(c.count[cell]) <= degree*degree {
			few.X, few.Tx = append(few.X, x), append(few.Tx, rows.Tx[i])
			few.T, few.W = append(few.T, rows.T[i]), append(few.W, rows.W[i])
			continue
		}
		c.add(cell, x, rows.Tx[i], rows.T[i], rows.W[i])
	}
	for x := range c.edges {
		c.emit(x, &few)
	}
	return few, few.Len() <= rows.Len()/4
}

// cells divide the histories of each x.
type cells struct {
	oldest, width float64 // ln of the largest T, and of a cell's ratio of T
	ages          int     // cells along ln T
	edges         [][]float64
	first         []int // cell at which those of x begin
	count         []int32
	moments       map[int]*[degree][degree]float64
}

func newCells(rows btyd.Rows) *cells {
	oldest, young := 0.0, math.Inf(1)
	top := 0.0
	for i, t := range rows.T {
		oldest, top = math.Max(oldest, t), math.Max(top, rows.X[i])
	}
	for _, t := range rows.T {
		if t >= oldest*youngest {
			young = math.Min(young, t)
		}
	}
	c := &cells{oldest: math.Log(oldest), moments: map[int]*[degree][degree]float64{}}
	span := math.Max(math.Log(oldest/young), 1e-6)
	c.ages = int(math.Ceil(span / math.Ln2))
	c.width = span / float64(c.ages) * (1 + 1e-12)
	n := 0
	for x := range int(math.Min(top, mostCondensed)) + 1 {
		c.edges = append(c.edges, edges(float64(x)))
		c.first = append(c.first, n)
		n += (len(c.edges[x]) - 1) * c.ages
	}
	c.count = make([]int32, n)
	return c
}

// edges of the cells along t_x/T: short near zero, where the likelihood varies
// with ln(α+t_x), and the shorter the more purchases there are, as then the
// chance of being alive falls quickly with the silence since the last.
func edges(x float64) []float64 {
	e := []float64{0}
	if x == 0 {
		return append(e, 1)
	}
	for last := 0.0; last < 1; last = e[len(e)-1] {
		e = append(e, math.Min(1, last+math.Min(math.Max(last, 0.125), 1/(1+x/4))))
	}
	return e
}

// find is the cell of a history, or negative.
func (c *cells) find(x, tx, t float64) int {
	age := math.Max((c.oldest-math.Log(t))/c.width, 0)
	if !(x < float64(len(c.edges))) || !(age < float64(c.ages)) {
		return -1
	}
	e := c.edges[int(x)]
	part := max(sort.SearchFloat64s(e, tx/t)-1, 0)
	return c.first[int(x)] + min(part, len(e)-2)*c.ages + int(age)
}

// add adds a row to the moments of a cell: its weight times the Chebyshev
// polynomials of its place in the cell.
func (c *cells) add(cell int, x, tx, t, w float64) {
	m := c.moments[cell]
	if m == nil {
		m = new([degree][degree]float64)
		c.moments[cell] = m
	}
	part, age := (cell-c.first[int(x)])/c.ages, (cell-c.first[int(x)])%c.ages
	e := c.edges[int(x)]
	var across, along [degree]float64
	chebyshev(2*(tx/t-e[part])/(e[part+1]-e[part])-1, &across)
	chebyshev(2*((c.oldest-math.Log(t))/c.width-float64(age))-1, &along)
	for j, a := range across {
		a *= w
		for k, b := range along {
			m[j][k] += a * b
		}
	}
}

// chebyshev fills p with the polynomials at z: T_0, T_1, ...
func chebyshev(z float64, p *[degree]float64) {
	p[0], p[1] = 1, z
	for j := 2; j < degree; j++ {
		p[j] = 2*z*p[j-1] - p[j-2]
	}
}

// emit appends the nodes of the cells of x, with their weights.
func (c *cells) emit(x int, few *btyd.Rows) {
	for part := range len(c.edges[x]) - 1 {
		for age := range c.ages {
			m := c.moments[c.first[x]+part*c.ages+age]
			if m == nil {
				continue
			}
			low, high := c.edges[x][part], c.edges[x][part+1]
			across := degree
			if x == 0 {
				across = 1 // t_x is zero
			}
			for j := range across {
				for k := range degree {
					ln := c.oldest - c.width*(float64(age)+(node(k)+1)/2)
					few.X = append(few.X, float64(x))
					few.T = append(few.T, math.Exp(ln))
					few.Tx = append(few.Tx, 0)
					if x > 0 {
						few.Tx[len(few.Tx)-1] = math.Exp(ln) * (low + (high-low)*(node(j)+1)/2)
					}
					few.W = append(few.W, weight(m, j, k, across))
				}
			}
		}
	}
}

// node is the k-th zero of the Chebyshev polynomial T_degree.
func node(k int) float64 { return math.Cos((float64(k) + 0.5) * math.Pi / degree) }

// weight is that of node j, k: interpolation is
//
//	f(z) = Σ f(z_k) (1/n) [1 + 2 T_1(z_k) T_1(z) + ... + 2 T_(n-1)(z_k) T_(n-1)(z)]
//
// along each axis, and moments are the sums of the products of T_j(z).
func weight(m *[degree][degree]float64, j, k, across int) (w float64) {
	var p, q [degree]float64
	chebyshev(node(j), &p)
	chebyshev(node(k), &q)
	for a := range across {
		for b := range degree {
			v := m[a][b] * p[a] * q[b]
			if a > 0 {
				v *= 2
			}
			if b > 0 {
				v *= 2
			}
			w += v
		}
	}
	return w / float64(across*degree)
}
