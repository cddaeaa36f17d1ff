package resample

import (
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
)

// urn draws positions in proportion to weights, each in constant time
// (Walker's alias method, with Vose's tables: 1991, IEEE Transactions on
// Software Engineering 17:972-975).
type urn struct {
	keep  []float64
	alias []int32
}

func newUrn(weights []float64) urn {
	n := len(weights)
	u := urn{make([]float64, n), make([]int32, n)}
	total := 0.0
	for _, w := range weights {
		total += w
	}
	var short, long []int32
	for i, w := range weights {
		u.keep[i] = w / total * float64(n)
		if u.keep[i] < 1 {
			short = append(short, int32(i))
		} else {
			long = append(long, int32(i))
		}
	}
	for len(short) > 0 && len(long) > 0 {
		s, l := short[len(short)-1], long[len(long)-1]
		short = short[:len(short)-1]
		u.alias[s] = l
		if u.keep[l] -= 1 - u.keep[s]; u.keep[l] < 1 {
			long = long[:len(long)-1]
			short = append(short, l)
		}
	}
	for _, rest := range [][]int32{short, long} { // one, but for rounding
		for _, i := range rest {
			u.keep[i] = 1
		}
	}
	return u
}

// draw returns how often each position came in n draws.
func (u urn) draw(rng *rand.Rand, n int) []float64 {
	counts := make([]float64, len(u.keep))
	for range n {
		v := rng.Float64() * float64(len(u.keep))
		i := int(v)
		if v-float64(i) >= u.keep[i] {
			i = int(u.alias[i])
		}
		counts[i]++
	}
	return counts
}

// reweighted are the rows with other weights, without those of weight zero.
func reweighted(rows btyd.Rows, weights []float64) btyd.Rows {
	var out btyd.Rows
	for i, w := range weights {
		if w > 0 {
			out.X, out.Tx = append(out.X, rows.X[i]), append(out.Tx, rows.Tx[i])
			out.T, out.W = append(out.T, rows.T[i]), append(out.W, w)
		}
	}
	return out
}

// recorded is the history of purchases at the given times, as a log with a
// grain keeps it. The first purchase was at any moment of its day.
func recorded(times []float64, T, grain float64, rng *rand.Rand) btyd.History {
	h := btyd.History{T: T}
	if grain <= 0 {
		if n := len(times); n > 0 {
			h.X, h.Tx = float64(n), times[n-1]
		}
		return h
	}
	moment, last, end := rng.Float64(), 0.0, math.Round(T/grain)
	for _, t := range times {
		day := math.Min(math.Floor(t/grain+moment), end)
		if day > last {
			h.X++
			last = day
		}
	}
	if h.Tx = last * grain; last == end {
		h.Tx = T
	}
	return h
}
