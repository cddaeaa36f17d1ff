package boost

// bars sums gradients and curvatures by the bin of a column; the last bar is
// that of missing values.
type bars [256]cell

// histogram holds the bars of all columns, four at a time like the bins.
type histogram [][lanes]bars

func (h histogram) of(column int) *bars { return &h[column/lanes][column%lanes] }

// builder makes histograms of sets of rows.
type builder struct {
	packs   [][]uint32
	workers int
	ordered []cell
	parts   []histogram
	free    []histogram
}

func newBuilder(d *Dataset, workers int) *builder {
	return &builder{packs: d.packs, workers: workers}
}

// take returns a histogram whose content is arbitrary; give returns it.
func (b *builder) take() histogram {
	if n := len(b.free); n > 0 {
		h := b.free[n-1]
		b.free = b.free[:n-1]
		return h
	}
	return make(histogram, len(b.packs))
}

func (b *builder) give(h histogram) {
	if h != nil {
		b.free = append(b.free, h)
	}
}

// splitRows is the number of ways in which rows are shared out when there are
// too few columns for all processors. It depends on nothing but the data.
func (b *builder) splitRows(rows int) int {
	if len(b.packs) >= 12 || rows < 2*block {
		return 1
	}
	return 4
}

// small is the number of rows times packs for which starting goroutines costs
// more than it saves.
const small = 1 << 14

// build sums the gradients of some rows into h.
func (b *builder) build(h histogram, rows []int32, gradients []cell) {
	workers := b.workers
	if len(rows)*len(b.packs) < small {
		workers = 1
	}
	if cap(b.ordered) < len(rows) {
		b.ordered = make([]cell, len(rows))
	}
	ordered := b.ordered[:len(rows)]
	each(workers, blocks(len(rows)), func(task int) {
		for i := task * block; i < min(len(rows), (task+1)*block); i++ {
			ordered[i] = gradients[rows[i]]
		}
	})
	ways := b.splitRows(len(rows))
	parts := append(b.parts[:0], h)
	for range ways - 1 {
		parts = append(parts, b.take())
	}
	each(workers, ways*len(b.packs), func(task int) {
		way, pack := task%ways, task/ways
		from, to := way*len(rows)/ways, (way+1)*len(rows)/ways
		bars := &parts[way][pack]
		clear(bars[:])
		sumBins(bars, b.packs[pack], rows[from:to], ordered[from:to])
	})
	for _, part := range parts[1:] {
		h.add(part, 1)
		b.give(part)
	}
	b.parts = parts[:0]
}

// sumBins is where training spends its time. Four columns at once keep the
// processor busy while each waits for its own bar.
func sumBins(to *[lanes]bars, pack []uint32, rows []int32, gradients []cell) {
	gradients = gradients[:len(rows)]
	for i, row := range rows {
		bins := pack[row]
		c := gradients[i]
		b0, b1 := &to[0][uint8(bins)], &to[1][uint8(bins>>8)]
		b2, b3 := &to[2][uint8(bins>>16)], &to[3][uint8(bins>>24)]
		b0.g += c.g
		b0.h += c.h
		b1.g += c.g
		b1.h += c.h
		b2.g += c.g
		b2.h += c.h
		b3.g += c.g
		b3.h += c.h
	}
}

// add adds another histogram times a sign.
func (h histogram) add(o histogram, sign float64) {
	for k := range h {
		for lane := range h[k] {
			mine, other := &h[k][lane], &o[k][lane]
			for i := range mine {
				mine[i].g += sign * other[i].g
				mine[i].h += sign * other[i].h
			}
		}
	}
}
