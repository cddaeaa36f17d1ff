package score

import (
	"sync"

	"github.com/perennial-clv/perennial/btyd/gammagamma"
)

// tables makes quantile tables when first asked for: one a number of purchases
// known and length of the distribution of purchases to come.
type tables struct {
	model gammagamma.Model
	made  sync.Map // tableKey to func() *gammagamma.SpendQuantiles
}

// tableKey tells tables apart.
type tableKey struct {
	x    int32
	most int
}

func newTables(m gammagamma.Model) *tables { return &tables{model: m} }

// of is the table of a number of purchases for pmfs of a length; nil when the
// parameters allow none.
func (t *tables) of(x int32, length int) *gammagamma.SpendQuantiles {
	key := tableKey{x, max(length-1, 1)}
	made, ok := t.made.Load(key)
	if !ok {
		made, _ = t.made.LoadOrStore(key, sync.OnceValue(func() *gammagamma.SpendQuantiles {
			fresh, err := t.model.NewSpendQuantiles(float64(key.x), key.most)
			if err != nil {
				return nil
			}
			return fresh
		}))
	}
	return made.(func() *gammagamma.SpendQuantiles)()
}
