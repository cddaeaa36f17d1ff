package boost

import "math"

// flat lays all trees out for prediction of many rows. A batch of rows is
// copied row by row with two slots a column: in one, missing values are larger
// than any threshold, in the other smaller. A node reads the slot that sends
// missing values to its side, so that no node asks whether a value is missing;
// and a leaf leads to itself, so that several rows can walk side by side.
type flat struct {
	hops  []hop
	roots []int32
	sets  []set
	used  []int32 // columns that any tree reads, two slots each
}

// hop is a node of 24 bytes.
type hop struct {
	value float64  // threshold, or what a leaf adds
	kids  [2]int32 // left, right
	slot  uint16
	set   uint32 // one more than the place of the categories that go left
}

const (
	// batch is the number of rows of a task.
	batch = 512
	// slots is the room for the copied rows of a worker, on its stack.
	slots = 8192
	// abreast is the number of rows that walk side by side.
	abreast = 4
)

func flatten(trees []*tree, columns int) flat {
	f := flat{}
	place := make([]int32, columns)
	for _, t := range trees {
		base, sets := int32(len(f.hops)), uint32(len(f.sets))
		f.roots, f.sets = append(f.roots, base), append(f.sets, t.sets...)
		for i, s := range t.steps {
			at := base + int32(i)
			if s.column == leafed {
				f.hops = append(f.hops, hop{value: s.value, kids: [2]int32{at, at}})
				continue
			}
			if place[s.column] == 0 {
				f.used = append(f.used, int32(s.column))
				place[s.column] = int32(len(f.used))
			}
			h := hop{value: s.value, kids: [2]int32{at + 1, base + s.right}, slot: uint16(2 * (place[s.column] - 1))}
			if s.missingLeft {
				h.slot++
			}
			if s.set != 0 {
				h.set = sets + uint32(s.set)
			}
			f.hops = append(f.hops, h)
		}
	}
	return f
}

// sum writes what the trees add to the margins of the rows from a first one.
func (f *flat) sum(dst []float64, columns [][]float64, from int) {
	clear(dst)
	width := 2 * len(f.used)
	if width == 0 {
		return // trees have at least one split
	}
	if width*abreast > slots {
		f.sumWide(dst, columns, from)
		return
	}
	var room [slots]float64
	rows := slots / width / abreast * abreast
	for start := 0; start < len(dst); start += rows {
		part := dst[start:min(len(dst), start+rows)]
		f.copyRows(room[:], columns, from+start, len(part))
		for at := 0; at < len(part); at += abreast {
			f.walk(part[at:min(len(part), at+abreast)], room[at*width:(at+abreast)*width], width)
		}
	}
}

// copyRows lays rows out one after another.
func (f *flat) copyRows(room []float64, columns [][]float64, from, rows int) {
	width := 2 * len(f.used)
	for k, c := range f.used {
		at := 2 * k
		for _, v := range columns[c][from : from+rows] {
			high, low := v, v
			if v != v {
				high, low = math.Inf(1), math.Inf(-1)
			}
			room[at], room[at+1] = high, low
			at += width
		}
	}
}

// walk takes up to four rows down all trees, side by side: each hop waits for
// memory, and four waits cost no more than one.
func (f *flat) walk(dst []float64, room []float64, width int) {
	x0, x1 := room[:width], room[width:2*width]
	x2, x3 := room[2*width:3*width], room[3*width:4*width]
	hops := f.hops
	var s0, s1, s2, s3 float64
	for _, root := range f.roots {
		a0, a1, a2, a3 := root, root, root, root
		for {
			h0, h1, h2, h3 := &hops[a0], &hops[a1], &hops[a2], &hops[a3]
			b0, b1, b2, b3 := h0.next(x0), h1.next(x1), h2.next(x2), h3.next(x3)
			if h0.set|h1.set|h2.set|h3.set != 0 {
				b0, b1, b2, b3 = f.sort(h0, x0, b0), f.sort(h1, x1, b1), f.sort(h2, x2, b2), f.sort(h3, x3, b3)
			}
			if b0 == a0 && b1 == a1 && b2 == a2 && b3 == a3 {
				s0, s1, s2, s3 = s0+h0.value, s1+h1.value, s2+h2.value, s3+h3.value
				break
			}
			a0, a1, a2, a3 = b0, b1, b2, b3
		}
	}
	copy(dst, []float64{s0, s1, s2, s3})
}

// next compares numbers.
func (h *hop) next(x []float64) int32 {
	right := 0
	if x[h.slot] > h.value {
		right = 1
	}
	return h.kids[right&1]
}

// sort corrects the way where categories are split.
func (f *flat) sort(h *hop, x []float64, next int32) int32 {
	if h.set == 0 {
		return next
	}
	return h.kids[f.outside(h.set, x[h.slot])]
}

// outside is one for categories that go right. Missing ones are infinite here.
func (f *flat) outside(set uint32, v float64) int {
	if f.sets[set-1].has(category(v)) {
		return 0
	}
	return 1
}

// sumWide is for tables so wide that no batch has room.
func (f *flat) sumWide(dst []float64, columns [][]float64, from int) {
	for i := range dst {
		for _, root := range f.roots {
			at := root
			for f.hops[at].kids[0] != at {
				h := &f.hops[at]
				v := columns[f.used[h.slot/2]][from+i]
				if v != v {
					v = math.Inf(1 - 2*int(h.slot&1))
				}
				right := 0
				if v > h.value {
					right = 1
				}
				if h.set != 0 {
					right = f.outside(h.set, v)
				}
				at = h.kids[right]
			}
			dst[i] += f.hops[at].value
		}
	}
}
