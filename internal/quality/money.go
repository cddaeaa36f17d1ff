package quality

import (
	"fmt"
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// Shares of orders from which something is said of them.
const (
	manyUnidentified = 0.25 // of a source's orders are about nobody
	manyTwice        = 0.02 // of the smaller source's orders are in the other, too
)

// unidentified judges orders of nobody.
func unidentified(sources []value.SourceQuality) (out []value.Finding) {
	any := false
	for _, s := range sources {
		if s.Kind != string(record.Orders) {
			continue
		}
		any = true
		if s.Unidentified == 0 {
			continue
		}
		f := value.Finding{
			Code: "unidentified", Severity: value.Note, Source: s.Source, Count: s.Unidentified,
			Title: fmt.Sprintf("%s of %s orders name no customer (%s)", share(s.Unidentified, s.Records), source(s.Source), count(s.Unidentified)),
			Means: "They count as money of the business and as nobody's: no customer is worth more for them.",
			Do:    "Where the source knows an e-mail address or a customer's id, export it with the orders.",
		}
		if float64(s.Unidentified) > manyUnidentified*float64(s.Records) {
			f.Severity = value.Warning
		}
		out = append(out, f)
	}
	if any && len(out) == 0 {
		return good("unidentified", "Every order names its customer", "None is anonymous.")
	}
	return out
}

// currencies judges whether money can be added up.
func currencies(list []value.CurrencyOrders) (out []value.Finding) {
	var stated []string
	var unstated int64
	for _, c := range list {
		if c.Currency == "" {
			unstated = c.Orders
			continue
		}
		stated = append(stated, c.Currency)
	}
	if len(stated) > 0 && unstated > 0 {
		out = append(out, value.Finding{
			Code: "currency-unstated", Severity: value.Serious, Count: unstated, Title: plural(unstated, "order") + " without a currency beside others with one",
			Means: "Amounts without a currency cannot be added to those of " + strings.Join(stated, ", ") + ".",
			Do:    "Undo that import, and say the currency of the file when importing it again.",
		})
	}
	if len(stated) > 1 {
		out = append(out, value.Finding{
			Code: "currencies", Severity: value.Warning, Count: int64(len(stated)), Title: "Orders in " + count(int64(len(stated))) + " currencies: " + strings.Join(stated, ", "),
			Means: "They are never added up as they are; it takes rates of exchange and a currency to report in.",
			Do:    "Import rates with `perennial rates import`, and choose with `perennial definition set --currency`.",
		})
	}
	return out
}

// countedTwice judges orders that two sources have.
func countedTwice(q value.Quality, pairs []store.Overlap) (out []value.Finding) {
	for _, p := range pairs {
		if float64(p.Orders) < manyTwice*float64(min(p.OfA, p.OfB)) || p.Orders < 2 {
			continue
		}
		a, b := source(p.A), source(p.B)
		out = append(out, value.Finding{
			Code: "counted-twice", Severity: value.Serious, Source: p.B, Count: p.Orders,
			Title:    fmt.Sprintf("%s are in %s and in %s", plural(p.Orders, "order"), a, b),
			Means:    fmt.Sprintf("One customer, amount and hour in both: %s of the orders of %s, %s of %s. Their money counts twice.", share(p.Orders, p.OfA), a, share(p.Orders, p.OfB), b),
			Do:       "Keep the one that knows the orders (the shop), and undo the import of the other (the payments).",
			Examples: []value.FindingExample{{Record: p.FirstA, Says: fmt.Sprintf("%s in %s, %s in %s", p.FirstA, a, p.FirstB, b)}},
		})
	}
	return out
}

// duplicates judges orders that may be one.
func duplicates(q value.Quality, f store.Found) []value.Finding {
	if !has(q, string(record.Orders)) {
		return nil
	}
	if f.Count == 0 {
		return good("duplicates", "No order looks like a copy", "No customer has two orders of one amount in one minute under different ids.")
	}
	return []value.Finding{{
		Code: "duplicates", Severity: value.Warning, Count: f.Count, Title: plural(f.Count, "order") + " may be copies",
		Means: "Each has the customer, amount and minute of another order, under another id: paid twice by mistake, or exported twice.",
		Do:    "Look at a few in the shop. Refund or cancel real mistakes there, and import its next export.", Examples: f.Examples,
	}}
}

// outliers judges orders far above the others.
func outliers(q value.Quality, f store.Found) []value.Finding {
	if !has(q, string(record.Orders)) {
		return nil
	}
	if f.Count == 0 {
		return good("outliers", "No order is out of all proportion", "None is more than ten times the median and far beyond the usual spread.")
	}
	return []value.Finding{{
		Code: "outliers", Severity: value.Note, Count: f.Count, Title: plural(f.Count, "order") + " out of all proportion",
		Means: "More than ten times the median of their currency, and more than five robust standard deviations above it on a log scale. A few such orders move averages.",
		Do:    "Make sure the amounts are right: cents read as euros, or a wholesale order, look like this.", Examples: f.Examples,
	}}
}

// lineless judges orders without lines.
func lineless(_ value.Quality, list []store.SourceCount) (out []value.Finding) {
	for _, s := range list {
		out = append(out, value.Finding{
			Code: "lineless", Severity: value.Note, Source: s.Source, Count: s.Count,
			Title: fmt.Sprintf("%s of %s have no lines", plural(s.Count, "order"), source(s.Source)),
			Means: fmt.Sprintf("%s of its orders: what was sold in them, and what it cost, is not known.", capital(share(s.Count, s.Of))),
			Do:    "Export orders with their items if margins matter.",
		})
	}
	return out
}

// overrefunded judges refunds larger than their orders.
func overrefunded(q value.Quality, f store.Found) []value.Finding {
	if f.Count == 0 {
		if !has(q, string(record.Refunds)) {
			return nil
		}
		return good("overrefunded", "No refund exceeds its order", "What went back was paid before.")
	}
	return []value.Finding{{
		Code: "overrefunded", Severity: value.Warning, Count: f.Count, Title: "More went back than was paid for " + plural(f.Count, "order"),
		Means: "All refunds of an order together exceed its amount: a refund counted twice, or goodwill on top.",
		Do:    "Look at these in the shop. A refund that two exports report under two ids counts twice: undo one of the imports.", Examples: f.Examples,
	}}
}

// strayRefunds judges refunds of unknown orders.
func strayRefunds(q value.Quality, f store.Found) []value.Finding {
	if f.Count == 0 {
		return nil
	}
	return []value.Finding{{
		Code: "stray-refunds", Severity: value.Warning, Count: f.Count, Title: plural(f.Count, "refund") + " of orders that are not there",
		Means: "The money went back, but the sale it undoes is missing, so its customer looks worse than they are.",
		Do:    "Import the orders of the time before, too.", Examples: f.Examples,
	}}
}
