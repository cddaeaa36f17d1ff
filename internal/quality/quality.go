// Package quality judges what is kept: it asks the store what there is, and
// says of each thing found how grave it is, what it means and what to do.
//
// It must not know which database is in use, files or HTTP.
package quality

import (
	"context"
	"errors"
	"slices"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// Judge looks at everything kept. today is the day it is asked on, in zone.
func Judge(ctx context.Context, s store.Quality, zone string, today value.Date) (q value.Quality, err error) {
	q = value.Quality{Today: today, Zone: zone}
	if q.Sources, err = s.Kept(ctx, zone); err != nil {
		return q, err
	}
	for i := range q.Sources {
		if x := &q.Sources[i]; !x.Last.IsZero() {
			days := today.Sub(x.Last)
			x.DaysSince = &days
		}
	}
	if q.Currencies, err = s.Currencies(ctx); err != nil {
		return q, err
	}
	if q.Rejected, err = s.RejectedReasons(ctx, 0); err != nil || len(q.Sources) == 0 {
		return q, err
	}
	gaps, err := s.Gaps(ctx, zone)
	if err != nil {
		return q, err
	}
	q.Findings = append(fresh(q.Sources), missing(gaps, q.Sources)...)
	q.Findings = append(q.Findings, unidentified(q.Sources)...)
	q.Findings = append(q.Findings, currencies(q.Currencies)...)
	err = errors.Join(
		judged(ctx, &q, s.CountedTwice, countedTwice),
		judged(ctx, &q, s.Duplicates, duplicates),
		judged(ctx, &q, s.Outliers, outliers),
		judged(ctx, &q, s.Lineless, lineless),
		judged(ctx, &q, s.Overrefunded, overrefunded),
		judged(ctx, &q, s.StrayRefunds, strayRefunds),
	)
	slices.SortStableFunc(q.Findings, func(a, b value.Finding) int { return gravity(b) - gravity(a) })
	return q, err
}

// judged asks one question and adds what is to be said of the answer.
func judged[T any](ctx context.Context, q *value.Quality, ask func(context.Context) (T, error), say func(value.Quality, T) []value.Finding) error {
	answer, err := ask(ctx)
	if err == nil {
		q.Findings = append(q.Findings, say(*q, answer)...)
	}
	return err
}

// gravity orders findings.
func gravity(f value.Finding) int {
	return slices.Index([]string{value.Good, value.Note, value.Warning, value.Serious}, f.Severity)
}

// good is a finding of nothing.
func good(code, title, means string) []value.Finding {
	return []value.Finding{{Code: code, Severity: value.Good, Title: title, Means: means}}
}

// has reports whether there are records of a kind.
func has(q value.Quality, kind string) bool {
	return slices.ContainsFunc(q.Sources, func(s value.SourceQuality) bool { return s.Kind == kind })
}
