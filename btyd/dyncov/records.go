package dyncov

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/perennial-clv/perennial/btyd/internal/estimate"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// records are data ready to be fitted: distinct rows, ordered by path, and the
// sums over purchases of what depends on nothing else.
type records struct {
	grid      Grid
	paths     []Path
	rows      []row
	customers float64
	counts    estimate.Counts
	// purchases is the weighted number of repeat purchases, and met that of
	// each covariate's values at them.
	purchases float64
	met       []float64
}

func newRecords(d Data) *records {
	s := &records{grid: d.Grid, paths: d.Paths, met: make([]float64, len(d.Grid.Names))}
	seen := make(map[row]int, len(d.Customers))
	for _, c := range d.Customers {
		w := c.weight()
		h := c.History()
		key := row{path: c.Path, start: c.Start, tx: h.Tx, T: h.T, x: h.X}
		if i, ok := seen[key]; ok {
			s.rows[i].w += w
		} else {
			seen[key] = len(s.rows)
			s.rows = append(s.rows, key)
			s.rows[len(s.rows)-1].w = w
		}
		s.customers += w
		s.purchases += w * h.X
		for j := range c.Times {
			k := d.Grid.bought(c, j, d.Paths[c.Path])
			for i, series := range d.Paths[c.Path] {
				s.met[i] += w * series[k]
			}
		}
	}
	slices.SortFunc(s.rows, func(a, b row) int {
		return cmp.Or(a.path-b.path, cmp.Compare(a.start, b.start), cmp.Compare(a.T, b.T),
			cmp.Compare(a.tx, b.tx), cmp.Compare(a.x, b.x))
	})
	s.counts = estimate.Count(column(s.rows, func(r row) float64 { return r.x }), column(s.rows, func(r row) float64 { return r.w }))
	return s
}

// bought is the interval of a customer's repeat purchase j; one at the very
// end of the path belongs to its last interval.
func (g Grid) bought(c Customer, j int, p Path) int {
	k := g.interval(c.Start + c.Times[j])
	if len(p) > 0 {
		k = min(k, len(p[0])-1)
	}
	return k
}

func column(rows []row, of func(row) float64) []float64 {
	out := make([]float64, len(rows))
	for i, r := range rows {
		out[i] = of(r)
	}
	return out
}

// samePath is the end of the rows from lo on, up to hi, that share a path, and
// the intervals in which they were observed.
func (s *records) samePath(lo, hi int) (end, from, to int) {
	from, to = math.MaxInt, 0
	for end = lo; end < hi && s.rows[end].path == s.rows[lo].path; end++ {
		r := &s.rows[end]
		from = min(from, s.grid.interval(r.start))
		to = max(to, s.grid.ends(r.start+r.T))
	}
	return end, min(from, to-1), to
}

// chunk is the number of rows summed together. It is fixed, and chunks are
// added in order, so that the sum does not depend on the number of workers.
const chunk = 32

// sum is the log-likelihood of all rows with its derivatives by r, alpha, s,
// beta and the coefficients of the effects; infinite where a rate is out of
// bounds.
func (s *records) sum(m Model, e *effects, workers int) (float64, terms) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	n := [processes]int{len(e.columns[buying]), len(e.columns[leaving])}
	values := make([]float64, (len(s.rows)+chunk-1)/chunk)
	parts := make([]terms, len(values))
	var next atomic.Int64
	work := func() {
		w := newWalker(m, n)
		for i := int(next.Add(1)) - 1; i < len(parts); i = int(next.Add(1)) - 1 {
			parts[i] = newTerms(n)
			s.chunk(w, e, i*chunk, min(len(s.rows), (i+1)*chunk), &values[i], parts[i])
		}
	}
	var wait sync.WaitGroup
	for range min(workers, len(parts)) - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
	f, total := s.shared(m, e)
	for i, p := range parts {
		f += values[i]
		for j, v := range p.g {
			total.g[j] += v
		}
		for j, v := range p.h {
			total.h[j] += v
		}
	}
	return f, total
}

func (s *records) chunk(w *walker, e *effects, lo, hi int, f *float64, sum terms) {
	for lo < hi {
		end, from, to := s.samePath(lo, hi)
		if !w.clocks.build(s.grid.Width, s.paths[s.rows[lo].path], e, from, to) {
			*f = math.Inf(-1)
			return
		}
		for ; lo < end; lo++ {
			w.add(&s.rows[lo], f, sum)
		}
	}
}

// shared sums ln Γ(r+x)/Γ(r), r ln α + s ln β and γ·z at the purchases.
func (s *records) shared(m Model, e *effects) (f float64, t terms) {
	t = newTerms([processes]int{len(e.columns[buying]), len(e.columns[leaving])})
	n := len(t.g)
	for i, x := range s.counts.Value {
		w := s.counts.Weight[i]
		f += w * numeric.LogRising(m.R, x)
		t.g[iR] += w * numeric.DigammaRise(m.R, x)
		t.h[iR*n+iR] += w * numeric.TrigammaRise(m.R, x)
	}
	for _, c := range [...]struct {
		shape        int
		value, scale float64
	}{{iR, m.R, m.Alpha}, {iS, m.S, m.Beta}} {
		l, scale := math.Log(c.scale), c.shape+1
		f += s.customers * c.value * l
		t.g[c.shape] += s.customers * l
		t.g[scale] = s.customers * c.value / c.scale
		t.h[c.shape*n+scale] = s.customers / c.scale
		t.h[scale*n+scale] = -s.customers * c.value / (c.scale * c.scale)
	}
	for i, c := range e.columns[buying] {
		met := (s.met[c] - s.purchases*e.centre[c]) / e.scale[c]
		f += e.gamma[buying][i] * met
		t.g[iCoefficients+i] = met
	}
	return f, t
}
