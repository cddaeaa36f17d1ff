package boost

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
)

// booster adds one tree after another for one set of rows.
type booster struct {
	grower    *grower
	gradients []cell // shared by folds: good for one step
	train     []int32
	watched   []int32 // rows not learned from whose margins are kept up to date
	intercept float64
	scale     float64 // of gradients and curvatures
	margins   []float64
	trees     []*tree
	random    *rand.Rand
	after     []int // number of trees after each round
	ended     bool
}

// workshop is what all folds share.
type workshop struct {
	grower    *grower
	gradients []cell
}

func newWorkshop(d *Dataset, p *Params) (*workshop, error) {
	if err := p.Validate(); err != nil {
		return nil, err
	}
	if len(d.columns) > math.MaxInt16 {
		return nil, fmt.Errorf("%w: %d columns are more than %d", btyd.ErrInvalidRow, len(d.columns), math.MaxInt16)
	}
	directions, err := p.directions(d)
	if err != nil {
		return nil, err
	}
	o, _ := newObjective(p.Loss, p.Power)
	if err := d.suits(o); err != nil {
		return nil, err
	}
	return &workshop{newGrower(d, p, o, directions), make([]cell, d.Len())}, nil
}

// suits refuses targets and offsets that the loss cannot take.
func (d *Dataset) suits(o objective) error {
	for i, y := range d.rows.Target {
		if d.weight(i) > 0 && !o.accepts(y) {
			return fmt.Errorf("%w: row %d: target %g is not one of the %s loss", btyd.ErrInvalidRow, i, y, o.loss)
		}
	}
	for i, f := range d.rows.Offset {
		if o.loss != Squared && math.Abs(f) > furthest {
			return fmt.Errorf("%w: row %d: offset %g is beyond ±%d on a log scale", btyd.ErrInvalidRow, i, f, furthest)
		}
	}
	low, high, weight := math.Inf(1), math.Inf(-1), 0.0
	for i, y := range d.rows.Target {
		if w := d.weight(i); w > 0 {
			low, high, weight = min(low, y), max(high, y), weight+w
		}
	}
	switch {
	case weight == 0:
		return fmt.Errorf("%w: no row has weight", btyd.ErrTooLittleData)
	case o.logLink() && high == 0:
		return fmt.Errorf("%w: all targets are zero", btyd.ErrTooLittleData)
	case o.loss == Logistic && (high == 0 || low == 1):
		return fmt.Errorf("%w: all targets are %g", btyd.ErrTooLittleData, low)
	}
	return nil
}

// furthest bounds offsets on log scales, so that sums of e^F stay finite.
const furthest = 300

// weighted lists the rows of positive weight that satisfy a condition.
func (d *Dataset) weighted(keep func(row int) bool) []int32 {
	rows := make([]int32, 0, d.Len())
	for i := range d.Len() {
		if d.weight(i) > 0 && keep(i) {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

// boost starts from the offsets and the constant that fits best over them.
func (w *workshop) boost(train, watched []int32) *booster {
	d, p := w.grower.data, w.grower.params
	b := &booster{
		grower: w.grower, gradients: w.gradients, train: train, watched: watched,
		intercept: d.intercept(w.grower.objective, train), scale: 1, margins: make([]float64, d.Len()),
		random: rand.New(rand.NewPCG(p.Seed, 1)),
	}
	for i := range b.margins {
		b.margins[i] = d.offset(i) + b.intercept
	}
	if p.Loss == Tweedie {
		b.scale = b.unit()
	}
	return b
}

// unit makes the mean curvature of the rows one at the start. The curvature of
// Tweedie has the unit of y^(2-p), so that without it the weight of L2 would
// depend on the currency.
func (b *booster) unit() float64 {
	d, sum, weight := b.grower.data, 0.0, 0.0
	for _, r := range b.train {
		w := d.weight(int(r))
		sum += w * b.grower.at(d.rows.Target[r], b.margins[r]).h
		weight += w
	}
	if u := weight / sum; u > 0 && finite(u) {
		return u
	}
	return 1
}

// round tries to add a tree; it reports false when none can be added any more.
func (b *booster) round() bool {
	b.ended = b.ended || !b.step()
	if !b.ended {
		b.after = append(b.after, len(b.trees))
	}
	return !b.ended
}

// at is the number of trees after some rounds.
func (b *booster) at(rounds int) int {
	if rounds = min(rounds, len(b.after)); rounds > 0 {
		return b.after[rounds-1]
	}
	return 0
}

func (b *booster) step() bool {
	g, p := b.grower, b.grower.params
	rows, left := b.draw()
	b.differentiate(rows)
	t := g.grow(rows, b.offer(), b.gradients)
	if t == nil {
		return p.RowShare < 1 || p.ColumnShare < 1
	}
	b.trees = append(b.trees, t)
	g.addTo(b.margins)
	b.walk(t, left)
	b.walk(t, b.watched)
	return true
}

// draw parts the rows into those for the next tree and the others.
func (b *booster) draw() (rows, left []int32) {
	share := b.grower.params.RowShare
	if share >= 1 {
		return b.train, nil
	}
	for _, r := range b.train {
		if b.random.Float64() < share {
			rows = append(rows, r)
		} else {
			left = append(left, r)
		}
	}
	return rows, left
}

// offer draws the columns of the next tree, at least one.
func (b *booster) offer() []int {
	n := len(b.grower.columns)
	share := b.grower.params.ColumnShare
	if share >= 1 || n == 0 {
		all := make([]int, n)
		for i := range all {
			all[i] = i
		}
		return all
	}
	var drawn []int
	order := b.random.Perm(n)
	chosen := make([]bool, n)
	for _, c := range order[:max(1, int(math.Round(share*float64(n))))] {
		chosen[c] = true
	}
	for c, yes := range chosen {
		if yes {
			drawn = append(drawn, c)
		}
	}
	return drawn
}

// differentiate updates gradients and curvatures of some rows.
func (b *booster) differentiate(rows []int32) {
	g, d := b.grower, b.grower.data
	each(g.params.Parallel, blocks(len(rows)), func(task int) {
		for _, r := range rows[task*block : min(len(rows), (task+1)*block)] {
			c, w := g.at(d.rows.Target[r], b.margins[r]), b.scale*d.weight(int(r))
			b.gradients[r] = cell{w * c.g, w * c.h}
		}
	})
}

// walk adds a tree to the margins of rows it was not grown from.
func (b *booster) walk(t *tree, rows []int32) {
	each(b.grower.params.Parallel, blocks(len(rows)), func(task int) {
		for _, r := range rows[task*block : min(len(rows), (task+1)*block)] {
			b.margins[r] += t.leafOf(b.grower.data, r)
		}
	})
}

// loss is the weighted deviance of some rows at the present margins.
func (b *booster) loss(rows []int32) float64 {
	g, d := b.grower, b.grower.data
	parts := make([]float64, blocks(len(rows)))
	each(g.params.Parallel, len(parts), func(task int) {
		for _, r := range rows[task*block : min(len(rows), (task+1)*block)] {
			parts[task] += d.weight(int(r)) * g.deviance(d.rows.Target[r], b.margins[r])
		}
	})
	sum := 0.0
	for _, p := range parts {
		sum += p
	}
	return sum
}
