package boost

import (
	"fmt"

	"github.com/perennial-clv/perennial/btyd"
)

// folded trains one booster a fold, on the rows of the other folds.
type folded struct {
	data     *Dataset
	boosters []*booster
	out      [][]int32 // rows of each fold
	fold     []uint8
	weight   float64
}

func newFolded(d *Dataset, p Params, fold []uint8, folds int) (*folded, error) {
	w, err := newWorkshop(d, &p)
	if err != nil {
		return nil, err
	}
	f := &folded{data: d, fold: fold}
	for k := range folds {
		train := d.weighted(func(i int) bool { return fold[i] != uint8(k) })
		if len(train) == 0 {
			return nil, fmt.Errorf("%w: all rows are in fold %d of %d", btyd.ErrTooLittleData, k+1, folds)
		}
		// Rows of weight zero are predicted too, but not judged.
		var all, out []int32
		for i, o := range fold {
			if o != uint8(k) {
				continue
			}
			all = append(all, int32(i))
			if weight := d.weight(i); weight > 0 {
				out = append(out, int32(i))
				f.weight += weight
			}
		}
		f.out = append(f.out, out)
		f.boosters = append(f.boosters, w.boost(train, all))
	}
	return f, nil
}

// deviance is the mean over all rows, each judged by the fold that lacks it.
func (f *folded) deviance() float64 {
	sum := 0.0
	for k, b := range f.boosters {
		sum += b.loss(f.out[k])
	}
	return sum / f.weight
}

func (f *folded) intercepts() (all []float64) {
	for _, b := range f.boosters {
		all = append(all, b.intercept)
	}
	return all
}

// learned is what the first rounds of the other folds add to each row.
func (f *folded) learned(rounds int) []float64 {
	sums := make([]float64, f.data.Len())
	each(f.boosters[0].grower.params.Parallel, blocks(len(sums)), func(task int) {
		for i := task * block; i < min(len(sums), (task+1)*block); i++ {
			b := f.boosters[f.fold[i]]
			sums[i] = sumLeaves(b.trees[:b.at(rounds)], f.data, i)
		}
	})
	return sums
}

func sumLeaves(trees []*tree, d *Dataset, row int) (sum float64) {
	for _, t := range trees {
		sum += t.leafOf(d, int32(row))
	}
	return sum
}

// batches is the number of parts into which groups are gathered for a
// standard error: enough to estimate it, few enough to hold.
const batches = 256

// gains are the parts of the mean fall in deviance that learned brings, by
// batches of whole groups.
func (f *folded) gains(learned []float64) []float64 {
	parts := make([]float64, batches)
	d, o := f.data, f.boosters[0].grower.objective
	for i, l := range learned {
		w := d.weight(i)
		if w == 0 {
			continue
		}
		y, base := d.rows.Target[i], d.offset(i)+f.boosters[f.fold[i]].intercept
		// Other bits of the hash than those that chose the fold.
		batch := scramble(^d.group(i)) % batches
		parts[batch] += w / f.weight * (o.deviance(y, base) - o.deviance(y, base+l))
	}
	return parts
}
