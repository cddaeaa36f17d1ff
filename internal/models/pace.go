package models

import (
	"context"
	"errors"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// What a season is taken from.
const (
	// yearDays is a year of whole weeks, so that weekdays stay where they are.
	yearDays = 364
	// longestSeason is the longest window, in days, that can have a season: a
	// year has all of them.
	longestSeason = 301
	// leastBefore is how many days of log must lie before the same window a
	// year earlier, for models to be fitted on.
	leastBefore = 182
	// leastSeasonal is how many customers must have bought twice by then.
	leastSeasonal = 200
	// ownError is how far off, on the log scale, models are for other reasons
	// than the season.
	ownError = 0.05
	// mostPace bounds the pace both ways.
	mostPace = 2.0
)

// Pace is how many times as fast as the mixture expects purchases are likely
// to come in the days from at to until, going by the same days a year earlier:
// what customers then did over what the mixture, fitted on the day before,
// expected of them. The season of last year is the only level that is safe to
// learn: the last months are another season. The ratio is drawn towards one by
// how much of it chance and the models' own errors would explain. It is one
// when the log does not reach that far back, or the days make a whole year.
func (p Panel) Pace(ctx context.Context, families []Family, weights []float64, first, at, until int) (float64, error) {
	then, to := at-yearDays, until-yearDays
	if until-at > longestSeason || to > at || then-first < leastBefore {
		return 1, nil
	}
	a := p.Ask(then, to)
	if a.Repeaters < leastSeasonal {
		return 1, nil
	}
	rows := btyd.Compress(a.Histories)
	expected := make([]float64, len(a.Histories))
	for k, f := range families {
		if weights[k] == 0 {
			continue
		}
		m, d, err := f.Fit(ctx, rows, btyd.Options{})
		if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
			return 1, err
		}
		if err != nil || !d.Converged {
			return 1, nil
		}
		inParts(len(expected), func(from, to int) {
			for i := from; i < to; i++ {
				expected[i] += weights[k] * m.ExpectedPurchases(a.Histories[i], a.Length)
			}
		})
	}
	var said, done, square float64
	for i, e := range expected {
		y := float64(a.Bought[i])
		said, done, square = said+e, done+y, square+(y-e)*(y-e)
	}
	if said <= 0 || done <= 0 {
		return 1, nil
	}
	l := math.Log(done / said)
	noise := ownError*ownError + square/(done*done)
	shrunk := l * l * l / (l*l + noise)
	return math.Min(math.Max(math.Exp(shrunk), 1/mostPace), mostPace), nil
}
