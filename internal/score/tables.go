package score

import (
	"sync"

	"github.com/perennial-clv/perennial/btyd/gammagamma"
)

// tables makes quantile tables when first asked for: one a number of purchases
// known and length of the distribution of purchases to come.
type tables struct {
	model gammagamma.Model
	mu    sync.RWMutex
	made  map[tableKey]*gammagamma.SpendQuantiles
}

// tableKey tells tables apart.
type tableKey struct {
	x    int32
	most int
}

func newTables(m gammagamma.Model) *tables {
	return &tables{model: m, made: map[tableKey]*gammagamma.SpendQuantiles{}}
}

// of is the table of a number of purchases for pmfs of a length; nil when the
// parameters allow none.
func (t *tables) of(x int32, length int) *gammagamma.SpendQuantiles {
	key := tableKey{x, max(length-1, 1)}
	t.mu.RLock()
	have, ok := t.made[key]
	t.mu.RUnlock()
	if ok {
		return have
	}
	// Two goroutines may make the same table at once: either serves.
	fresh, err := t.model.NewSpendQuantiles(float64(x), key.most)
	if err != nil {
		fresh = nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.made[key] = fresh
	return fresh
}
