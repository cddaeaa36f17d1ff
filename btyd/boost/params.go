package boost

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// Params are the settings of a fit. Start from [Defaults].
type Params struct {
	// Loss, and the power p of its variance when it is Tweedie.
	Loss  Loss    `json:"loss"`
	Power float64 `json:"power,omitempty"`
	// Trees is how many trees are grown, at most.
	Trees int `json:"trees"`
	// LearningRate in (0, 1] scales every leaf.
	LearningRate float64 `json:"learning_rate"`
	// Leaves bounds the leaves of a tree, Depth the splits above a leaf
	// (zero: 256).
	Leaves int `json:"leaves"`
	Depth  int `json:"depth,omitempty"`
	// DepthWise splits all nodes of a level before the next level; otherwise
	// the node that gains most is split next.
	DepthWise bool `json:"depth_wise,omitempty"`
	// L2 is λ: pseudo-curvature, for Poisson the pseudo-events, that pull a
	// leaf to zero. CategoryL2 is added where categories are split.
	L2         float64 `json:"l2"`
	CategoryL2 float64 `json:"category_l2"`
	// MinChildWeight is the least curvature in a leaf: for Poisson the
	// expected events, for Squared the weight of the rows. That of Tweedie is
	// scaled to one a row on average, so that units of money do not matter.
	MinChildWeight float64 `json:"min_child_weight"`
	// MinGain is the least gain of a split.
	MinGain float64 `json:"min_gain,omitempty"`
	// RowShare and ColumnShare in (0, 1] are drawn anew for every tree.
	RowShare    float64 `json:"row_share"`
	ColumnShare float64 `json:"column_share"`
	// Monotone holds +1 for each numeric column in which the prediction must
	// not fall, -1 where it must not rise; columns not named are free.
	Monotone map[string]int `json:"monotone,omitempty"`
	// Patience is the number of trees without improvement after which
	// [TrainUntil] and [CrossValidate] stop; zero: never.
	Patience int `json:"patience"`
	// Seed of the draws of rows and columns. It is a number and not a
	// generator because folds must draw alike in any order.
	Seed uint64 `json:"seed,omitempty"`
	// Parallel is the number of goroutines; zero means GOMAXPROCS. The
	// answer does not depend on it.
	Parallel int `json:"-"`
}

// Defaults are settings that suit most tables.
func Defaults(l Loss) Params {
	p := Params{
		Loss: l, Trees: 500, LearningRate: 0.1, Leaves: 31, L2: 1, CategoryL2: 10,
		MinChildWeight: 5, RowShare: 1, ColumnShare: 1, Patience: 30,
	}
	if l == Tweedie {
		p.Power = 1.5
	}
	return p
}

// Validate reports the first setting that cannot be. The error wraps
// [btyd.ErrInvalidStart].
func (p Params) Validate() error {
	if _, err := newObjective(p.Loss, p.Power); err != nil {
		return err
	}
	for _, check := range []struct {
		ok    bool
		name  string
		value float64
		want  string
	}{
		{p.Trees >= 0, "trees", float64(p.Trees), "zero or more"},
		{share(p.LearningRate), "learning rate", p.LearningRate, "in (0, 1]"},
		{p.Leaves >= 2 && p.Leaves <= 1<<14, "leaves", float64(p.Leaves), "from 2 to 16384"},
		{p.Depth >= 0, "depth", float64(p.Depth), "zero or more"},
		{amount(p.L2), "L2", p.L2, "zero or more"},
		{amount(p.CategoryL2), "L2 of categories", p.CategoryL2, "zero or more"},
		{amount(p.MinChildWeight) && p.MinChildWeight > 0, "least child weight", p.MinChildWeight, "positive"},
		{amount(p.MinGain), "least gain", p.MinGain, "zero or more"},
		{share(p.RowShare), "share of rows", p.RowShare, "in (0, 1]"},
		{share(p.ColumnShare), "share of columns", p.ColumnShare, "in (0, 1]"},
		{p.Patience >= 0, "patience", float64(p.Patience), "zero or more"},
	} {
		if !check.ok {
			return fmt.Errorf("%w: %s %g must be %s", btyd.ErrInvalidStart, check.name, check.value, check.want)
		}
	}
	return nil
}

func share(v float64) bool  { return v > 0 && v <= 1 }
func amount(v float64) bool { return v >= 0 && !math.IsInf(v, 0) }

// directions lists the monotone direction of every column.
func (p Params) directions(d *Dataset) ([]int, error) {
	if len(p.Monotone) == 0 {
		return nil, nil
	}
	directions := make([]int, len(d.columns))
	known := 0
	for i, c := range d.columns {
		direction, named := p.Monotone[c.name]
		if !named {
			continue
		}
		known++
		if c.categorical || direction < -1 || direction > 1 {
			return nil, fmt.Errorf("%w: column %q cannot be monotone in direction %d", btyd.ErrInvalidStart, c.name, direction)
		}
		directions[i] = direction
	}
	if known < len(p.Monotone) {
		return nil, fmt.Errorf("%w: %d monotone columns named, %d of them in the data",
			btyd.ErrInvalidStart, len(p.Monotone), known)
	}
	return directions, nil
}
