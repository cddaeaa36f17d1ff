package quality

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// answers is a store that says what a test wants.
type answers struct {
	kept       []value.SourceQuality
	currencies []value.CurrencyOrders
	gaps       []store.Gap
	twice      []store.Overlap
	found      store.Found
	err        error
}

func (a answers) Kept(context.Context, string) ([]value.SourceQuality, error) { return a.kept, nil }
func (a answers) Currencies(context.Context) ([]value.CurrencyOrders, error) {
	return a.currencies, nil
}
func (a answers) Gaps(context.Context, string) ([]store.Gap, error)     { return a.gaps, nil }
func (a answers) CountedTwice(context.Context) ([]store.Overlap, error) { return a.twice, a.err }
func (a answers) Duplicates(context.Context) (store.Found, error)       { return a.found, nil }
func (a answers) Outliers(context.Context) (store.Found, error)         { return a.found, nil }
func (a answers) Overrefunded(context.Context) (store.Found, error)     { return a.found, nil }
func (a answers) StrayRefunds(context.Context) (store.Found, error)     { return a.found, nil }
func (a answers) Lineless(context.Context) ([]store.SourceCount, error) { return nil, nil }
func (a answers) RejectedReasons(context.Context, int64) ([]value.RejectedReason, error) {
	return nil, nil
}

func day(s string) value.Date {
	d, err := value.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// orders are a source's orders up to a day.
func orders(source, last string, n, nobody int64) value.SourceQuality {
	return value.SourceQuality{Source: source, Kind: "orders", Records: n, Unidentified: nobody, First: day("2025-01-01"), Last: day(last)}
}

// TestJudge: what is wrong comes first, what is fine last, each once.
func TestJudge(t *testing.T) {
	today := day("2026-03-10")
	for name, c := range map[string]struct {
		store answers
		want  []string // severity and code, in order
	}{
		"nothing kept": {},
		"all is well": {
			answers{kept: []value.SourceQuality{orders("shopify", "2026-03-09", 100, 0)}, currencies: []value.CurrencyOrders{{Currency: "EUR", Orders: 100}}},
			[]string{"good freshness", "good gaps", "good unidentified", "good duplicates", "good outliers"},
		},
		"money counted twice is gravest": {
			answers{kept: []value.SourceQuality{orders("shopify", "2026-03-09", 100, 0), orders("stripe", "2026-01-01", 90, 60)},
				twice: []store.Overlap{{A: "shopify", B: "stripe", Orders: 80, OfA: 100, OfB: 90}}},
			[]string{"problem counted-twice", "warning behind", "warning unidentified", "good freshness", "good gaps", "good duplicates", "good outliers"},
		},
		"a coincidence is no overlap": {
			answers{kept: []value.SourceQuality{orders("shopify", "2026-03-09", 1000, 0)}, twice: []store.Overlap{{A: "shopify", B: "stripe", Orders: 3, OfA: 1000, OfB: 900}}},
			[]string{"good freshness", "good gaps", "good unidentified", "good duplicates", "good outliers"},
		},
		"old, with gaps and two currencies": {
			answers{kept: []value.SourceQuality{orders("", "2025-12-01", 100, 0)}, gaps: []store.Gap{{From: day("2025-05-01"), To: day("2025-05-20"), Usual: 2, Judged: 200}},
				currencies: []value.CurrencyOrders{{Currency: "EUR", Orders: 60}, {Currency: "USD", Orders: 30}, {Orders: 10}}},
			[]string{"problem currency-unstated", "warning gaps", "warning currencies", "note freshness", "good unidentified", "good duplicates", "good outliers"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			q, err := Judge(t.Context(), c.store, "UTC", today)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range q.Findings {
				got = append(got, f.Severity+" "+f.Code)
				if f.Title == "" || f.Means == "" || f.Severity != value.Good && f.Do == "" {
					t.Errorf("%s says too little: %+v", f.Code, f)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("found %s\nwant %s", strings.Join(got, ", "), strings.Join(c.want, ", "))
			}
		})
	}
}

func TestJudgeFails(t *testing.T) {
	broken := errors.New("broken")
	_, err := Judge(t.Context(), answers{kept: []value.SourceQuality{orders("a", "2026-01-01", 1, 0)}, err: broken}, "UTC", day("2026-03-10"))
	if !errors.Is(err, broken) {
		t.Errorf("a store that fails: %v", err)
	}
}
