package cnbd

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/perennial-clv/perennial/btyd/internal/estimate"
)

// shared is the number of parameters that all classes share.
const shared = 4

// mixture is the log-likelihood of [Latent] with its derivatives in ln r,
// ln alpha, ln a, ln b and the log odds of the classes against each other.
type mixture struct {
	rows      Rows
	classes   []int
	atZero    bool
	customers float64
	// gaps holds, row after row, what each class owes to the shape of gaps.
	gaps []float64
	// counts are the distinct numbers of purchases, place where in them a
	// row's is.
	counts []float64
	place  []int32
}

func newMixture(rows Rows, classes []int, atZero bool) *mixture {
	m := &mixture{rows: rows, classes: classes, atZero: atZero, customers: rows.Customers(),
		counts: estimate.Count(rows.X, rows.W).Value, place: make([]int32, rows.Len())}
	index := make(map[float64]int32, len(m.counts))
	for i, x := range m.counts {
		index[x] = int32(i)
	}
	m.gaps = make([]float64, 0, rows.Len()*len(classes))
	for i, x := range rows.X {
		m.place[i] = index[x]
		for _, k := range classes {
			m.gaps = append(m.gaps, gapTerm(k, rows.at(i)))
		}
	}
	return m
}

// blended is a log-likelihood with gradient and Hessian, of which the upper
// triangle is summed.
type blended struct {
	f float64
	g []float64
	h [][]float64
}

func newBlended(n int) *blended {
	b := &blended{g: make([]float64, n), h: make([][]float64, n)}
	for i := range b.h {
		b.h[i] = make([]float64, n)
	}
	return b
}

// chunk is the number of rows summed together; chunks are added in order, so
// that the sum does not depend on the number of workers.
const chunk = 2048

// at evaluates the sum over rows for a model with these classes.
func (m *mixture) at(model Latent, workers int) *blended {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	pass := m.pass(model)
	parts := make([]*blended, (m.rows.Len()+chunk-1)/chunk)
	var next atomic.Int64
	work := func() {
		for i := int(next.Add(1)) - 1; i < len(parts); i = int(next.Add(1)) - 1 {
			parts[i] = newBlended(shared + len(m.classes))
			pass.sum(i*chunk, min(m.rows.Len(), (i+1)*chunk), parts[i])
		}
	}
	var wait sync.WaitGroup
	for range min(workers, len(parts)) - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
	total := newBlended(shared + len(m.classes))
	for _, part := range parts {
		total.f += part.f
		for i := range total.g {
			total.g[i] += part.g[i]
			for j := i; j < len(total.g); j++ {
				total.h[i][j] += part.h[i][j]
			}
		}
	}
	pass.odds(total)
	return total
}

// mixturePass is an evaluation at one point: what all rows share.
type mixturePass struct {
	*mixture
	models     []Model
	logWeights []float64
	weights    []float64
	// ofCount holds, class after class, the terms that depend on counts.
	ofCount []estimate.Sum
}

func (m *mixture) pass(model Latent) *mixturePass {
	p := &mixturePass{mixture: m, weights: model.Weights}
	for i := range m.classes {
		class := model.class(i)
		p.models = append(p.models, class)
		p.logWeights = append(p.logWeights, math.Log(model.Weights[i]))
		for _, x := range m.counts {
			p.ofCount = append(p.ofCount, class.ofCount(x))
		}
	}
	return p
}

// sum adds rows lo to hi-1: ln Σ π L and its derivatives, by the chances z of
// the classes given the row,
//
//	∇ = Σ z g,  ∇∇' = Σ z (H + g g') - ∇ ∇'.
func (p *mixturePass) sum(lo, hi int, total *blended) {
	n := len(p.classes)
	z, parts := make([]float64, n), make([]estimate.Sum, n)
	for row := lo; row < hi; row++ {
		top := math.Inf(-1)
		for c := range p.models {
			m := &p.models[c]
			parts[c] = p.ofCount[c*len(p.counts)+int(p.place[row])]
			accumulate(&parts[c], 1, m.ofTimes(p.rows.X[row], p.rows.Tx[row], p.rows.T[row]))
			logScale(&parts[c], m)
			z[c] = p.logWeights[c] + p.gaps[row*n+c] + parts[c].F
			top = math.Max(top, z[c])
		}
		sum := 0.0
		for c := range z {
			z[c] = math.Exp(z[c] - top)
			sum += z[c]
		}
		for c := range z {
			z[c] /= sum
		}
		total.f += p.rows.W[row] * (top + math.Log(sum))
		total.add(p.rows.W[row], z, parts)
	}
}

// logScale turns derivatives in the parameters into those in their logarithms.
func logScale(s *estimate.Sum, m *Model) {
	at := [shared]float64{m.R, m.Alpha, m.A, m.B}
	for i, x := range at {
		s.G[i] *= x
		for j := i; j < shared; j++ {
			s.H[i][j] *= x * at[j]
		}
		s.H[i][i] += s.G[i]
	}
}

// add takes in the derivatives of one row, of weight w.
func (b *blended) add(w float64, z []float64, parts []estimate.Sum) {
	var mean [shared]float64
	for c := range z {
		for i := range mean {
			mean[i] += z[c] * parts[c].G[i]
		}
	}
	for i, g := range mean {
		b.g[i] += w * g
		for j := i; j < shared; j++ {
			b.h[i][j] -= w * g * mean[j]
		}
	}
	for c, share := range z {
		s := &parts[c]
		for i := range shared {
			for j := i; j < shared; j++ {
				b.h[i][j] += w * share * (s.H[i][j] + s.G[i]*s.G[j])
			}
			b.h[i][shared+c] += w * share * (s.G[i] - mean[i])
		}
		b.g[shared+c] += w * share
		b.h[shared+c][shared+c] += w * share
		for d := c; d < len(z); d++ {
			b.h[shared+c][shared+d] -= w * share * z[d]
		}
	}
}

// odds takes off what the log odds owe to the weights adding up to one.
func (p *mixturePass) odds(b *blended) {
	for c, w := range p.weights {
		b.g[shared+c] -= p.customers * w
		b.h[shared+c][shared+c] -= p.customers * w
		for d := c; d < len(p.weights); d++ {
			b.h[shared+c][shared+d] += p.customers * w * p.weights[d]
		}
	}
}
