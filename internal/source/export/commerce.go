package export

import (
	"math/big"
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

// commerce are the exports of shops, tills and payment providers.
func commerce() []*Format {
	return []*Format{
		shopifyOrdersFormat(),
		shopifyFivetranFormat(),
		shopifyCustomersFormat(),
		shopifyCustomersOldFormat(),
		wooAnalyticsFormat(),
		wooOrdersFormat(),
		stripePaymentsFormat(),
		stripeChargesFormat(),
		stripeSubscriptionsFormat(),
		stripeInvoicesFormat(),
		stripeCustomersFormat(),
		squareTransactionsFormat(),
		squareItemsFormat(),
		amazonShipmentsFormat(),
		amazonOrdersFormat(),
		productCostsFormat(),
	}
}

// coin is a cell's currency in capitals, or the fallback when none of the
// columns is there or filled.
func (r *row) coin(fallback string, names ...string) (string, error) {
	c, t := r.find(names...)
	if t == "" {
		return strings.ToUpper(fallback), nil
	}
	code := currencyOf(t)
	if code == "" {
		code = currencyOf(strings.ToUpper(t))
	}
	if code != "" {
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

// each is the price of one of several, rounded to the millionth; None when
// either is not known.
func each(sum, quantity record.Money) record.Money {
	if !sum.Known() || !quantity.Known() || quantity == 0 {
		return record.None
	}
	p := new(big.Int).Mul(big.NewInt(int64(sum)), big.NewInt(2*record.Micros))
	q := big.NewInt(int64(quantity))
	p.Add(p, new(big.Int).Mul(q, big.NewInt(int64(sign(sum)*sign(quantity)))))
	p.Quo(p, q.Lsh(q, 1))
	if !p.IsInt64() {
		return record.None
	}
	return record.Money(p.Int64())
}

func sign(m record.Money) int {
	if m < 0 {
		return -1
	}
	return 1
}

// symbolOf is the currency whose symbol stands at the amounts of a sample. Of
// dollars there are many: that they are taken for those of the United States
// is said.
func symbolOf(h *header, out *output, names ...string) string {
	style := styleOf(h)
	for _, v := range h.values(names...) {
		_, symbol, ok := style.money(v)
		if !ok || currencyOf(symbol) == "" {
			continue
		}
		if symbol == "$" {
			out.notice("info", "dollars-assumed", "The amounts have a $ and no currency beside it: they were taken for US dollars. Name the currency if they are others.")
		}
		return currencyOf(symbol)
	}
	return ""
}
