package boost

// split is the best known way to part a node.
type split struct {
	gain        float64
	column      int
	bin         uint8 // numbers: left holds the bins up to this one
	missingLeft bool
	categorical bool
	set         set // categories: those of the left
	left, right cell
}

// trace is the share of a node's curvature below which a bar is the rounding
// error of subtraction.
const trace = 1e-10

// splitter finds splits of one node.
type splitter struct {
	objective
	params     *Params
	columns    []column
	directions []int // nil: no column is monotone
}

// span bounds the leaves below a node, so that monotone columns hold.
type span struct{ low, high float64 }

// quality is the fall in loss, doubled, when a node of sum s takes the value
// that minimises its second-order expansion: Chen and Guestrin 2016,
// equation 6.
func quality(s cell, l2 float64) float64 { return s.g * s.g / (s.h + l2) }

// qualityAt is the same for a given value.
func qualityAt(s cell, l2, value float64) float64 {
	return -(2*s.g + (s.h+l2)*value) * value
}

// value is the leaf that a node of sum s would be.
func (p *splitter) value(s cell, l2 float64, within span) float64 {
	return clamp(p.leaf(s, l2), within.low, within.high)
}

// gain of parting total into left and right, whose leaves l2 shrinks, and
// whether that is allowed.
func (p *splitter) gain(column int, total, left, right cell, l2 float64, within span) (float64, bool) {
	least := p.params.MinChildWeight
	if left.h < least || right.h < least {
		return 0, false
	}
	if p.directions == nil {
		return quality(left, l2) + quality(right, l2) - quality(total, p.params.L2), true
	}
	a, b := p.value(left, l2, within), p.value(right, l2, within)
	if float64(p.directions[column])*(b-a) < 0 {
		return 0, false
	}
	undivided := p.value(total, p.params.L2, within)
	return qualityAt(left, l2, a) + qualityAt(right, l2, b) - qualityAt(total, p.params.L2, undivided), true
}

// best returns the best split of a node by one column.
func (p *splitter) best(column int, b *bars, total cell, within span) split {
	if p.columns[column].categorical {
		return p.bestSet(column, b, total, within)
	}
	found := split{column: column, gain: p.params.MinGain}
	gap := b[missing]
	if gap.h <= trace*total.h {
		p.scan(&found, b, total, cell{}, within, false)
		found.missingLeft = found.left.h >= found.right.h
		return found
	}
	p.scan(&found, b, total, cell{}, within, false)
	p.scan(&found, b, total, gap, within, true)
	return found
}

// scan moves the threshold through the bins. Left begins with the missing
// values or with nothing; in the latter case they may be all of the right.
func (p *splitter) scan(found *split, b *bars, total, left cell, within span, missingLeft bool) {
	bins := p.columns[found.column].bins
	if missingLeft || b[missing].h <= trace*total.h {
		bins--
	}
	l2, least := p.params.L2, p.params.MinChildWeight
	for i := range bins {
		if b[i].h <= trace*total.h {
			continue
		}
		left = left.plus(b[i])
		if left.h < least {
			continue
		}
		right := total.minus(left)
		if right.h < least {
			return
		}
		gain, allowed := p.gain(found.column, total, left, right, l2, within)
		if allowed && gain > found.gain {
			found.gain, found.bin, found.missingLeft = gain, uint8(i), missingLeft
			found.left, found.right = left, right
		}
	}
}
