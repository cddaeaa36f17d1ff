package boost

import (
	"cmp"
	"math"
	"slices"
)

// most is the largest number of bins of a column, missing values aside.
const most = 255

// enough is the number of rows from which cuts are found; longer columns are
// sampled, as by Ke et al. 2017 (their software takes 200,000).
const enough = 500_000

// shape finds the bins of a column.
func (d *Dataset) shape(c Column) column {
	shaped := column{name: c.Name, categorical: c.Categorical}
	if c.Categorical {
		for _, v := range c.Values {
			if v == v {
				shaped.bins = max(shaped.bins, int(v)+1)
			}
		}
		return shaped
	}
	shaped.cuts = cuts(d.sample(c.Values))
	shaped.bins = len(shaped.cuts) + 1
	return shaped
}

// value is one distinct value of a column and the weight of its rows.
type value struct{ v, w float64 }

// sample lists the distinct values present and their weights, in all rows or
// in a fixed pseudo-random part of them.
func (d *Dataset) sample(values []float64) []value {
	threshold := uint64(math.MaxUint64)
	if n := len(values); n > enough {
		threshold = uint64(float64(math.MaxUint64) * (enough / float64(n)))
	}
	taken := func(i int) bool { return values[i] == values[i] && scramble(uint64(i)) <= threshold }
	if len(d.rows.Weight) == 0 { // the faster way
		var bare []float64
		for i, v := range values {
			if taken(i) {
				bare = append(bare, v)
			}
		}
		slices.Sort(bare)
		found := make([]value, len(bare))
		for i, v := range bare {
			found[i] = value{v, 1}
		}
		return distinct(found)
	}
	var found []value
	for i, v := range values {
		if w := d.rows.Weight[i]; w > 0 && taken(i) {
			found = append(found, value{v, w})
		}
	}
	slices.SortFunc(found, func(a, b value) int { return cmp.Compare(a.v, b.v) })
	return distinct(found)
}

// distinct adds up the weights of equal values, which are neighbours.
func distinct(found []value) []value {
	kept := found[:0]
	for _, f := range found {
		if n := len(kept); n > 0 && kept[n-1].v == f.v {
			kept[n-1].w += f.w
			continue
		}
		kept = append(kept, f)
	}
	return kept
}

// cuts parts sorted distinct values into at most 255 bins: one a value where
// that is enough, else of about equal weight, with bins of their own for
// values that weigh as much as a bin should. A value v is in bin b when
// cuts[b-1] < v <= cuts[b].
func cuts(values []value) []float64 {
	if len(values) <= most {
		var all []float64
		for i := range max(len(values)-1, 0) {
			all = append(all, between(values[i].v, values[i+1].v))
		}
		return all
	}
	heavy, rest, left := heavies(values)
	share := rest / float64(left)
	var all []float64
	filled := 0.0
	for i := 0; i < len(values)-1 && len(all) < most-1; i++ {
		filled += values[i].w
		if !heavy[i] {
			rest -= values[i].w
		}
		if !heavy[i] && filled < share && !(heavy[i+1] && filled >= share/2) {
			continue
		}
		all = append(all, between(values[i].v, values[i+1].v))
		filled = 0
		if !heavy[i] {
			left = max(left-1, 1)
			share = rest / float64(left)
		}
	}
	return all
}

// heavies marks the values that fill a bin, and returns the weight and the
// number of bins that remain for the others.
func heavies(values []value) (heavy []bool, rest float64, left int) {
	for _, v := range values {
		rest += v.w
	}
	share := rest / most
	left = most
	heavy = make([]bool, len(values))
	for i, v := range values {
		if v.w >= share {
			heavy[i] = true
			rest -= v.w
			left--
		}
	}
	return heavy, rest, max(left, 1)
}

// between is a number c with a <= c < b.
func between(a, b float64) float64 {
	if c := a/2 + b/2; a <= c && c < b {
		return c
	}
	return a
}

// assign returns the bin of every value.
func (c column) assign(values []float64) []uint8 {
	bins := make([]uint8, len(values))
	if c.categorical {
		for i, v := range values {
			bins[i] = missing
			if v == v {
				bins[i] = uint8(v)
			}
		}
		return bins
	}
	var padded [256]float64
	for i := range padded {
		padded[i] = math.Inf(1)
	}
	copy(padded[:], c.cuts)
	for i, v := range values {
		bins[i] = find(&padded, v)
	}
	return bins
}

// find counts the cuts below v by bisection in eight steps; NaN is missing.
func find(cuts *[256]float64, v float64) uint8 {
	if v != v {
		return missing
	}
	at := 0
	for step := 128; step > 0; step >>= 1 {
		if cuts[(at+step-1)&255] < v {
			at += step
		}
	}
	return uint8(at)
}

// scramble is the finaliser of SplitMix64 (Steele, Lea and Flood 2014): a
// number that looks random for each number.
func scramble(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
