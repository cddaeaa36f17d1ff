package export

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

// commerce are the exports of shops, tills and payment providers.
func commerce() []*Format {
	return []*Format{
		shopifyOrdersFormat(),
		stripePaymentsFormat(),
	}
}

// coin is a cell's currency in capitals, or the fallback when none of the
// columns is there or filled.
func (r *row) coin(fallback string, names ...string) (string, error) {
	c, t := r.find(names...)
	if t == "" {
		return strings.ToUpper(fallback), nil
	}
	if code := currencyOf(strings.ToUpper(t)); code != "" {
		return code, nil
	}
	return "", r.bad(c, "not a currency: a code such as EUR is needed")
}

// positive is a cell's money without its sign: discounts and fees, which some
// write with a minus sign and some without.
func (r *row) positive(names ...string) (record.Money, error) {
	m, err := r.money(names...)
	if m.Known() && m < 0 {
		m = -m
	}
	return m, err
}

// unbalanced counts orders whose total is not the sum of its parts.
type unbalanced struct {
	orders int
	first  string
}

func (u *unbalanced) add(id string) {
	if u.orders++; u.orders == 1 {
		u.first = id
	}
}

func (u *unbalanced) say(out *output) {
	if u.orders > 0 {
		out.notice("warning", "total-not-sum", "The total of %d %s, first %s, is not the sum of goods, shipping and tax. The total was kept, and the difference taken for goods.", u.orders, plural(u.orders, "order"), u.first)
	}
}

// plural is a noun for a number of things.
func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}
