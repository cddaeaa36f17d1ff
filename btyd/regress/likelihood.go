package regress

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/perennial-clv/perennial/btyd/numeric"
)

// chunk is the number of rows summed together. It is fixed, and chunks are
// added in order, so that the sum does not depend on the number of workers.
const chunk = 4096

// likelihood is the sum over rows, ordered so that rows with equal covariates
// are neighbours: those share one plain model, and the covariates enter its
// gradient and Hessian once for all of them.
type likelihood struct {
	family       family
	coefficients []coefficient
	scale        numeric.Vector
	sums         sums
	rows         int
	customers    float64
	// segments are runs of equal covariates, none across the edge of a chunk;
	// chunks holds the first segment of each, and the number of them all.
	segments, chunks []int
	// z holds, for each segment, the columns' values in units of their
	// coefficients: as many as there are coefficients for purchase, then for
	// dropout.
	z []float64
}

// newLikelihood lays out the rows of the index, which orders equal covariates
// together.
func newLikelihood(s source, d design, index []int) *likelihood {
	l := &likelihood{family: s.family, coefficients: d.coefficients, scale: s.scale,
		sums: s.gather(index), rows: len(index)}
	columns := d.columns()
	for k, i := range index {
		l.customers += s.weight[i]
		if k%chunk == 0 {
			l.chunks = append(l.chunks, len(l.segments))
		} else if compare(columns, index[k-1], i) == 0 {
			continue
		}
		l.segments = append(l.segments, k)
		l.z = d.appendRow(l.z, i)
	}
	l.chunks = append(l.chunks, len(l.segments))
	return l
}

// appendRow appends the covariates of row i, one for each coefficient in
// purchase and then one for each in dropout.
func (d *design) appendRow(z []float64, i int) []float64 {
	for _, c := range d.coefficients {
		z = append(z, value(d.purchase, c.purchase, i)/c.unit)
	}
	for _, c := range d.coefficients {
		z = append(z, value(d.dropout, c.dropout, i)/c.unit)
	}
	return z
}

// value of column j in row i; no column is zero everywhere.
func value(columns []column, j, i int) float64 {
	if j < 0 {
		return 0
	}
	return columns[j].values[i]
}

// total is a log-likelihood with derivatives in what is searched: the
// logarithms of the base parameters relative to their scale, then the
// coefficients in units. Only the upper triangle of h is filled.
type total struct {
	f float64
	g []float64
	h [][]float64
}

func newTotal(n int) *total {
	t := &total{g: make([]float64, n), h: make([][]float64, n)}
	all := make([]float64, n*n)
	for i := range t.h {
		t.h[i] = all[i*n : (i+1)*n]
	}
	return t
}

func (t *total) add(o *total) {
	t.f += o.f
	for i := range t.g {
		t.g[i] += o.g[i]
		for j := i; j < len(t.g); j++ {
			t.h[i][j] += o.h[i][j]
		}
	}
}

// at sums all rows with the given number of workers; zero means one a
// processor.
func (l *likelihood) at(x []float64, workers int) *total {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	parts := make([]*total, len(l.chunks)-1)
	var next atomic.Int64
	work := func() {
		for i := int(next.Add(1)) - 1; i < len(parts); i = int(next.Add(1)) - 1 {
			parts[i] = l.part(x, l.chunks[i], l.chunks[i+1])
		}
	}
	var wait sync.WaitGroup
	for range min(workers, len(parts)) - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
	for _, p := range parts[1:] {
		parts[0].add(p)
	}
	return parts[0]
}

// part sums segments from to to-1.
func (l *likelihood) part(x []float64, from, to int) *total {
	t := newTotal(len(x))
	for s := from; s < to; s++ {
		end := l.rows
		if s+1 < len(l.segments) {
			end = l.segments[s+1]
		}
		l.segment(x, s, l.segments[s], end, t)
	}
	return t
}

// segment adds rows lo to hi-1, which have the covariates of segment s.
func (l *likelihood) segment(x []float64, s, lo, hi int, t *total) {
	nb, nc := len(l.family.names), len(l.coefficients)
	z := l.z[2*nc*s : 2*nc*(s+1)]
	purchase, dropout := z[:nc], z[nc:]
	rate, leave := 0.0, 0.0
	for c, v := range x[nb:] {
		rate += purchase[c] * v
		leave += dropout[c] * v
	}
	var p numeric.Vector
	for i := range nb {
		p[i] = l.scale[i] * math.Exp(x[i]+rate*l.family.purchase[i]+leave*l.family.dropout[i])
	}
	f, g, h := l.sums(p, lo, hi)
	// To the logarithms: d/d ln p = p d/dp.
	for i := range nb {
		g[i] *= p[i]
		for j := range nb {
			h[i][j] *= p[i] * p[j]
		}
	}
	for i := range nb {
		h[i][i] += g[i]
	}
	t.f += f
	l.chain(purchase, dropout, g, h, t)
}

// chain adds a gradient and Hessian in the logarithms of a segment's own
// parameters, which are linear in what is searched: the base moves each, the
// coefficient c moves them along z times the direction of its process.
func (l *likelihood) chain(purchase, dropout []float64, g numeric.Vector, h numeric.Matrix, t *total) {
	nb := len(l.family.names)
	p, d := l.family.purchase, l.family.dropout
	var hp, hd numeric.Vector // the Hessian times either direction
	var gp, gd, pp, pd, dd float64
	for i := range nb {
		t.g[i] += g[i]
		for j := range nb {
			hp[i] += h[i][j] * p[j]
			hd[i] += h[i][j] * d[j]
			if j >= i {
				t.h[i][j] += h[i][j]
			}
		}
		gp += p[i] * g[i]
		gd += d[i] * g[i]
	}
	for i := range nb {
		pp += p[i] * hp[i]
		pd += d[i] * hp[i]
		dd += d[i] * hd[i]
	}
	for a, za := range purchase {
		da := dropout[a]
		t.g[nb+a] += za*gp + da*gd
		for i := range nb {
			t.h[i][nb+a] += za*hp[i] + da*hd[i]
		}
		left, right := za*pp+da*pd, za*pd+da*dd
		for b := a; b < len(purchase); b++ {
			t.h[nb+a][nb+b] += left*purchase[b] + right*dropout[b]
		}
	}
}
