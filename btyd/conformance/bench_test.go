package conformance

import (
	"context"
	"encoding/csv"
	"math"
	"strconv"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// need names the data that a figure is computed from.
type need struct{ name, file string }

var (
	nothing   = need{}
	cdnow     = need{"the CDNOW log", "data/orders/cdnow_sample.txt"}
	rounded   = need{"the rounded CDNOW summary", "data/orders/cdnow_summary.csv"}
	donations = need{"the donations", "data/subscriptions/donations_bgbb.csv"}
)

// bench holds the data that are at hand, and fits to them, each made once.
type bench struct {
	loaded  map[need]bool
	cdnow   sample.CDNOW
	rounded []btyd.History
	donors  btyd.Rows
	later   []later
	fits    map[string]fitted
}

// fitted is the answer of a model's own Fit.
type fitted struct {
	model any
	d     btyd.Diagnostics
}

// has reports whether data are at hand, and loads them the first time.
func (b *bench) has(n need) bool {
	if n == nothing {
		return true
	}
	ok, asked := b.loaded[n]
	if asked {
		return ok
	}
	if b.loaded == nil {
		b.loaded = map[need]bool{}
	}
	var err error
	switch n {
	case cdnow:
		if b.cdnow, err = sample.LoadCDNOW(); err == nil {
			b.later, err = loadLater()
		}
	case rounded:
		b.rounded, err = sample.LoadRoundedCDNOW()
	case donations:
		b.donors, err = loadDonors()
	}
	b.loaded[n] = err == nil
	return err == nil
}

// loadDonors reads the 1995 cohort of donors: frequency, recency, years.
func loadDonors() (btyd.Rows, error) {
	f, err := sample.Open(donations.file)
	if err != nil {
		return btyd.Rows{}, err
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return btyd.Rows{}, err
	}
	var histories []btyd.History
	for _, line := range lines[1:] {
		var v [3]float64
		for i := range v {
			if v[i], err = strconv.ParseFloat(line[i+1], 64); err != nil {
				return btyd.Rows{}, err
			}
		}
		histories = append(histories, btyd.History{X: v[0], Tx: v[1], T: v[2]})
	}
	return btyd.Compress(histories), nil
}

// rows are the CDNOW histories in the form asked for.
func (b *bench) rows(n need) btyd.Rows {
	if n == rounded {
		return btyd.Compress(b.rounded)
	}
	return btyd.Compress(b.cdnow.Histories)
}

// fit fits a model once under a name. A fit that fails gives figures that are
// not a number, and so agree with nothing.
func fit[M, D any](b *bench, name string, fit func(context.Context, D, btyd.Options) (M, btyd.Diagnostics, error), data func() D) fitted {
	if f, ok := b.fits[name]; ok {
		return f
	}
	m, d, err := fit(context.Background(), data(), btyd.Options{})
	if err != nil {
		d = btyd.Diagnostics{LogLikelihood: math.NaN()}
	}
	if b.fits == nil {
		b.fits = map[string]fitted{}
	}
	b.fits[name] = fitted{m, d}
	return b.fits[name]
}

// estimate is a parameter by place; stdErr its standard error.
func (f fitted) estimate(i int) float64 { return at(f.d.Estimate, i) }
func (f fitted) stdErr(i int) float64   { return at(f.d.StdErr, i) }

func at(v []float64, i int) float64 {
	if i >= len(v) {
		return math.NaN()
	}
	return v[i]
}

// total sums a figure over all customers of weighted rows.
func total(rows btyd.Rows, f func(h btyd.History) float64) float64 {
	sum := 0.0
	for i, w := range rows.W {
		sum += w * f(btyd.History{X: rows.X[i], Tx: rows.Tx[i], T: rows.T[i]})
	}
	return sum
}

func history(x, tx, t float64) btyd.History { return btyd.History{X: x, Tx: tx, T: t} }
