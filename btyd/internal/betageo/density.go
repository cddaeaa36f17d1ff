package betageo

import (
	"math"
	"slices"
	"sync"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// Density is the log-likelihood of rows, laid out for being asked thousands
// of times: logarithms are taken once a distinct time and once a distinct
// count. It is safe for concurrent use and does not allocate once warm.
type Density struct {
	rows      btyd.Rows
	atZero    bool
	customers float64
	times     []float64       // distinct T and t_x
	weight    []float64       // Σ w of the rows whose T it is
	repeats   []float64       // Σ w x of them
	counts    []float64       // distinct x
	purchases estimate.Rising // by r
	chances   estimate.Rising // to drop out, by b and by a+b
	cells     []cell
	free      sync.Pool
}

// cell is a row by the positions of its count and times.
type cell struct {
	count, from, to int32
	mortal          bool // the customer may have dropped out
}

// NewDensity of the rows of the BG/NBD, or with atZero of the MBG/NBD. The
// error is that of btyd.Rows.Enough.
func NewDensity(rows btyd.Rows, atZero bool) (*Density, error) {
	if err := rows.Enough(4); err != nil {
		return nil, err
	}
	counts := estimate.Count(rows.X, rows.W)
	shift := Model{AtZero: atZero}.shift()
	d := &Density{
		rows: rows, atZero: atZero, customers: rows.Customers(), counts: counts.Value,
		purchases: estimate.NewRising(counts, 0), chances: estimate.NewRising(counts, shift),
	}
	d.times = slices.Concat(rows.T, rows.Tx)
	slices.Sort(d.times)
	d.times = slices.Compact(d.times)
	d.weight, d.repeats = make([]float64, len(d.times)), make([]float64, len(d.times))
	d.cells = make([]cell, rows.Len())
	for i, x := range rows.X {
		c := cell{count: at(d.counts, x), from: at(d.times, rows.Tx[i]), to: at(d.times, rows.T[i]), mortal: x > 0 || atZero}
		d.cells[i] = c
		d.weight[c.to] += rows.W[i]
		d.repeats[c.to] += rows.W[i] * x
	}
	d.free.New = func() any {
		n, k := len(d.times), len(d.counts)
		return &tables{make([]float64, n), make([]float64, n), make([]float64, k), make([]float64, k), make([]float64, k)}
	}
	return d, nil
}

// at is the position of a value in a sorted list that has it.
func at(sorted []float64, v float64) int32 {
	i, _ := slices.BinarySearch(sorted, v)
	return int32(i)
}

// tables hold, for one set of parameters, ln(α+u) and its inverse by time,
// and r+x, ln a - ln(b+x-1+s) and 1/(b+x-1+s) by count.
type tables struct{ logs, inverses, powers, odds, inverseB []float64 }

func (d *Density) tabulate(m Model) *tables {
	t := d.free.Get().(*tables)
	for k, u := range d.times {
		t.logs[k] = m.Alpha + u
		t.inverses[k] = 1 / t.logs[k]
	}
	numeric.LogEach(t.logs)
	logA := math.Log(m.A)
	for k, x := range d.counts {
		t.powers[k] = m.R + x
		b := m.B + x - 1 + m.shift()
		if b <= 0 { // x = 0 in BG/NBD, where nobody drops out
			b = 1
		}
		t.odds[k], t.inverseB[k] = b, 1/b
	}
	numeric.LogEach(t.odds)
	for k, l := range t.odds {
		t.odds[k] = logA - l
	}
	return t
}

// Names of the parameters.
func (d *Density) Names() []string { return Names() }

// Weights of the rows: how many customers share each.
func (d *Density) Weights() []float64 { return d.rows.W }

func (d *Density) model(p []float64) (Model, bool) {
	m := Model{R: p[iR], Alpha: p[iAlpha], A: p[iA], B: p[iB], AtZero: d.atZero}
	return m, estimate.Sound(p, d.customers, iR)
}

// LogLikelihood of all customers at natural parameters p, with the gradient
// in them. It is minus infinity where p is not positive and finite, or so
// large that rounding would decide.
func (d *Density) LogLikelihood(p, gradient []float64) float64 {
	m, ok := d.model(p)
	if !ok {
		return math.Inf(-1)
	}
	t := d.tabulate(m)
	defer d.free.Put(t)
	var g numeric.Vector
	f, sigma := d.shared(m, t, &g), 0.0
	for lo := 0; lo < len(d.cells); lo += batch {
		value, s := d.dropped(t, lo, min(lo+batch, len(d.cells)), &g)
		f += value
		sigma += s
	}
	g[iA] += sigma / m.A
	copy(gradient, g[:])
	return f
}

// batch is the number of rows whose logarithms are taken together.
const batch = 128

// shared is the part of the sum that needs no pass over rows: everything but
// ln(1+e^u).
func (d *Density) shared(m Model, t *tables, g *numeric.Vector) float64 {
	fr, gr := d.purchases.At(m.R)
	fb, gb := d.chances.At(m.B)
	fab, gab := d.chances.At(m.A + m.B)
	la := math.Log(m.Alpha)
	f := fr + fb - fab + d.customers*m.R*la
	*g = numeric.Vector{gr + d.customers*la, d.customers * m.R / m.Alpha, -gab, gb - gab}
	for k, l := range t.logs {
		power := m.R*d.weight[k] + d.repeats[k]
		f -= power * l
		g[iR] -= d.weight[k] * l
		g[iAlpha] -= power * t.inverses[k]
	}
	return f
}

// dropped sums ln(1+e^u) over rows lo to hi-1, u being the log odds of having
// dropped out, and the chances of it; it adds to the gradient in all but a.
func (d *Density) dropped(t *tables, lo, hi int, g *numeric.Vector) (f, dropped float64) {
	var u, small, logs [batch]float64
	n := 0
	cells := d.cells[lo:hi]
	for i := range cells {
		if c := &cells[i]; c.mortal {
			u[n] = t.powers[c.count]*(t.logs[c.to]-t.logs[c.from]) + t.odds[c.count]
			small[n] = -math.Abs(u[n])
			n++
		}
	}
	numeric.ExpEach(small[:n])
	for i, e := range small[:n] {
		logs[i] = 1 + e
	}
	numeric.LogEach(logs[:n])
	n = 0
	for i := range cells {
		c := &cells[i]
		if !c.mortal {
			continue
		}
		w, e := d.rows.W[lo+i], small[n]
		f += w * (logs[n] + math.Max(u[n], 0))
		sigma := w / (1 + e)
		if u[n] < 0 {
			sigma *= e
		}
		n++
		g[iR] += sigma * (t.logs[c.to] - t.logs[c.from])
		g[iAlpha] += sigma * t.powers[c.count] * (t.inverses[c.to] - t.inverses[c.from])
		dropped += sigma
		g[iB] -= sigma * t.inverseB[c.count]
	}
	return f, dropped
}

// RowLogLikelihoods fills dst with the log-likelihood of one customer of each
// of the rows lo to hi-1.
func (d *Density) RowLogLikelihoods(p []float64, lo, hi int, dst []float64) {
	m, ok := d.model(p)
	if !ok {
		for i := range dst[:hi-lo] {
			dst[i] = math.Inf(-1)
		}
		return
	}
	t := d.tabulate(m)
	defer d.free.Put(t)
	la := m.R * math.Log(m.Alpha)
	// What depends on the count alone takes the place of 1/(b+x-1+s).
	for k, x := range d.counts {
		n := x + m.shift()
		t.inverseB[k] = numeric.LogRising(m.R, x) + numeric.LogRising(m.B, n) - numeric.LogRising(m.A+m.B, n) + la
	}
	for i := range d.cells[lo:hi] {
		c := &d.cells[lo+i]
		l := t.inverseB[c.count] - t.powers[c.count]*t.logs[c.to]
		if c.mortal {
			l += softplus(t.powers[c.count]*(t.logs[c.to]-t.logs[c.from]) + t.odds[c.count])
		}
		dst[i] = l
	}
}
