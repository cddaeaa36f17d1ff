package boost

import (
	"context"
	"fmt"

	"github.com/perennial-clv/perennial/btyd"
)

// Train grows p.Trees trees, or fewer when no split gains anything any more.
// Errors wrap [btyd.ErrInvalidStart], [btyd.ErrInvalidRow],
// [btyd.ErrTooLittleData] or that of the context.
func Train(ctx context.Context, d *Dataset, p Params) (*Model, error) {
	b, err := train(ctx, d, p)
	if err != nil {
		return nil, err
	}
	return b.model(p.Trees), nil
}

func train(ctx context.Context, d *Dataset, p Params) (*booster, error) {
	w, err := newWorkshop(d, &p)
	if err != nil {
		return nil, err
	}
	b := w.boost(d.weighted(func(int) bool { return true }), nil)
	for range p.Trees {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("training stopped: %w", err)
		}
		if !b.round() {
			break
		}
	}
	return b, nil
}

// TrainUntil learns from the rows not held out, and keeps as many trees as
// predict the held-out rows best. It stops after p.Patience trees without
// improvement. It returns the mean deviance of the held-out rows for zero
// trees, one tree, and so on.
func TrainUntil(ctx context.Context, d *Dataset, p Params, held []bool) (*Model, []float64, error) {
	if len(held) != d.Len() {
		return nil, nil, fmt.Errorf("%w: %d marks of held-out rows for %d rows", btyd.ErrInvalidRow, len(held), d.Len())
	}
	w, err := newWorkshop(d, &p)
	if err != nil {
		return nil, nil, err
	}
	train := d.weighted(func(i int) bool { return !held[i] })
	out := d.weighted(func(i int) bool { return held[i] })
	if len(train) == 0 || len(out) == 0 {
		return nil, nil, fmt.Errorf("%w: %d rows to learn from, %d held out", btyd.ErrTooLittleData, len(train), len(out))
	}
	weight := 0.0
	for _, r := range out {
		weight += d.weight(int(r))
	}
	b := w.boost(train, out)
	curve, best, err := descend(ctx, &p, []*booster{b}, func() float64 { return b.loss(out) / weight })
	if err != nil {
		return nil, nil, err
	}
	return b.model(best), curve, nil
}

// descend steps boosters side by side while the loss falls. It returns the
// loss after every number of steps and the number at which it is least.
func descend(ctx context.Context, p *Params, boosters []*booster, loss func() float64) (curve []float64, best int, err error) {
	curve = []float64{loss()}
	for round := 1; round <= p.Trees; round++ {
		if err := ctx.Err(); err != nil {
			return nil, 0, fmt.Errorf("training stopped: %w", err)
		}
		growing := false
		for _, b := range boosters {
			growing = b.round() || growing
		}
		if !growing {
			break
		}
		curve = append(curve, loss())
		if curve[round] < curve[best] {
			best = round
		}
		if p.Patience > 0 && round-best >= p.Patience {
			break
		}
	}
	return curve, best, nil
}
