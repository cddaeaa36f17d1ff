package score

import (
	"context"
	"fmt"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/midlife"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/value"
)

const (
	// leastEvidence, in standard errors, is when a log is taken to begin in
	// mid-life.
	leastEvidence = 3
	// evidenceRows are enough to see it.
	evidenceRows = 20_000
)

// fitAll fits the wanted models, and where the log begins in mid-life the one
// that tells customers from before it from new ones. Whether it does is decided
// by what is known on the day of the fit alone.
func (r *running) fitAll(ctx context.Context, rows btyd.Rows) ([]fitted, []value.Notice, error) {
	r.joining = nil
	fits, notices, err := fitFamilies(ctx, r.wanted(), rows)
	if err != nil || len(r.wanted()) < 2 {
		return fits, notices, err
	}
	for _, f := range fits {
		plain, ok := f.model.(paretonbd.Model)
		if !ok || !f.usable() || midlife.Evidence(plain, rows.Every(rows.Len()/evidenceRows+1)) < leastEvidence {
			continue
		}
		more, _, err := fitFamilies(ctx, []models.Family{models.MidLifeFamily()}, rows)
		if err != nil {
			return nil, nil, err
		}
		if len(more) == 1 && more[0].usable() && more[0].diag.BIC < f.diag.BIC {
			r.joining = []models.Family{more[0].family}
			return append(fits, more[0]), notices, nil
		}
	}
	return fits, notices, nil
}

// before is how many customers the models take to be from before the log's
// first day; false when they do not ask.
func (r *running) before() (customers float64, asked bool) {
	for _, f := range r.models {
		m, ok := f.model.(midlife.Model)
		if !ok {
			continue
		}
		for i, s := range r.shapes.all {
			customers += float64(s.Customers) * m.ProbabilityOld(r.shapes.history(i))
		}
		return customers, true
	}
	return 0, false
}

// toldApart says that a log begins in mid-life and what is made of it.
func (r *running) toldApart(old float64) string {
	return fmt.Sprintf("The log begins in mid-life: about %.0f %% of its customers were there before its first day, %s, going by how much more those seen early bought afterwards. Their first order here is not their first. Pareto/NBD in mid-life, a member of the mixture, tells them from new ones, customer by customer.",
		100*old/float64(r.counts.Customers), r.counts.First)
}
