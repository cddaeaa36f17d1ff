package export

import (
	"github.com/perennial-clv/perennial/internal/record"
)

// shopifyMoney is what an order of Shopify says of its money.
type shopifyMoney struct {
	subtotal record.Money // goods after discounts; tax in it where prices have it
	shipping record.Money // after discounts, as a rule
	tax      record.Money
	duties   record.Money
	discount record.Money // all of it, perhaps with what was taken off shipping
	total    record.Money
	listed   record.Money // sum of the lines' prices
	tips     record.Money // of the lines
	gifts    record.Money // gift cards among the lines, which are not in listed
	unlisted bool         // a line has no price, or the sum is too large
}

// list adds a line's price. The sum is None unless all lines have a price.
func (m *shopifyMoney) list(price record.Money) {
	m.listed += price.Or(0)
	m.unlisted = m.unlisted || !price.Known() || magnitude(price) > mostMoney || magnitude(m.listed) > mostMoney
	if m.unlisted {
		m.listed = record.None
	}
}

// reading is one way to read a total: what it is the sum of.
type reading struct {
	included bool         // goods and shipping contain the tax
	rest     record.Money // of the total, which is none of these
	tip      record.Money // of the rest
	duties   record.Money
	off      record.Money // taken off shipping
}

// read tells whether prices have tax in them. Sums that are exact go before
// those that tips, duties or free shipping explain, and these before the
// nearest: a total without tax could be taken for one whose shipping was
// reduced by as much.
func (m shopifyMoney) read() reading {
	without, with := m.reading(false), m.reading(true)
	ways := []reading{without, with}
	if m.tax.Or(0) == 0 {
		ways = ways[:1]
	}
	for _, explain := range []func(shopifyMoney, reading) reading{exact, extras, freed} {
		for _, w := range ways {
			if w = explain(m, w); w.rest == 0 {
				return w
			}
		}
	}
	if len(ways) == 2 && magnitude(with.rest) < magnitude(without.rest) {
		return with
	}
	return without
}

func (m shopifyMoney) reading(included bool) reading {
	rest := m.total.Minus(m.subtotal).Minus(m.shipping)
	if !included {
		rest = rest.Minus(m.tax)
	}
	return reading{included: included, rest: rest}
}

func exact(_ shopifyMoney, r reading) reading { return r }

// extras explains what a total has more by tips and duties.
func extras(m shopifyMoney, r reading) reading {
	tips, duties := m.tips.Or(0), m.duties.Or(0)
	switch r.rest {
	case tips:
		duties = 0
	case duties:
		tips = 0
	case tips + duties:
	default:
		return r
	}
	r.rest, r.tip, r.duties = 0, tips, duties
	return r
}

// freed explains what a total has less by a discount on shipping.
func freed(m shopifyMoney, r reading) reading {
	if r.rest < 0 && -r.rest <= m.shipping.Or(0) && -r.rest <= m.discount.Or(0) {
		r.rest, r.off = 0, -r.rest
	}
	return r
}

func magnitude(m record.Money) record.Money {
	if m < 0 {
		return -m
	}
	return m
}

// balance writes an order's money so that it adds up. It tells whether the
// parts that the file names did.
func (m shopifyMoney) balance(o *record.Order) (tip record.Money, adds bool, err error) {
	if !m.total.Known() {
		return 0, false, &fault{column: "Total", reason: "no row of the order has its total"}
	}
	if !m.subtotal.Known() {
		m.subtotal = m.total.Minus(m.shipping).Minus(m.tax)
	}
	if m.gifts > 0 { // sold to be paid with later: no revenue yet
		m.total, m.subtotal = m.total-m.gifts, m.subtotal-m.gifts
	}
	how := m.read()
	o.Total = m.total - how.tip
	o.Tax = m.tax.Or(0) + how.duties
	o.Shipping = m.shipping.Or(0) - how.off
	goods := o.Total - o.Shipping - o.Tax
	if goods < 0 && how.included { // nothing but shipping has been taxed
		o.Shipping += goods
		goods = 0
	}
	if goods < 0 || o.Shipping < 0 {
		return 0, false, &fault{column: "Total", value: m.total.String(), reason: "the order's total is less than its shipping and taxes"}
	}
	o.Discount = m.discount.Or(0)
	if m.listed.Known() {
		// What goods were listed for and not paid was taken off them. The
		// discount may be larger: the rest was taken off shipping.
		if off := m.listed - how.tip - m.subtotal; off >= 0 && off <= o.Discount {
			o.Discount = off
		}
	}
	o.Gross = goods + o.Discount
	return how.tip, how.rest == 0, nil
}

// done makes the records of an order.
func (s *shopifyOrders) done(key string, o *shopifyOrder) error {
	if !o.headed {
		return &fault{column: "Total", value: key, reason: "no row of the order has its total"}
	}
	d := &o.order
	d.Source, d.Fees = "shopify", record.None
	tip, adds, err := o.money.balance(d)
	if err != nil {
		return err
	}
	if !adds {
		s.sums.add(key)
	}
	apart := tip + o.money.gifts
	if o.refunded.Known() && o.refunded > d.Total+apart {
		return &fault{column: "Refunded Amount", value: o.refunded.String(), reason: "more was refunded than paid"}
	}
	if o.money.gifts > 0 && len(o.lines) == 0 && d.Total == 0 {
		s.gifts++
		return nil
	}
	if err := s.out.put(d); err != nil {
		return err
	}
	no := 0
	for i := range o.lines {
		l := &o.lines[i]
		if tip > 0 && l.Name == "Tip" && l.SKU == "" {
			continue
		}
		no++
		l.No, l.Source, l.OrderID = no, d.Source, d.ID
		if err := s.out.put(l); err != nil {
			return err
		}
	}
	back := s.refunded(o)
	if back <= 0 {
		return nil
	}
	return s.out.put(&record.Refund{Source: d.Source, ID: d.ID + ":refund", OrderID: d.ID, Who: d.Who, Currency: d.Currency, Amount: back, OfOrder: true})
}

// refunded is what of the total went back. Tips and gift cards are no part of
// the total, so they are none of the refund.
func (s *shopifyOrders) refunded(o *shopifyOrder) record.Money {
	switch back := o.refunded; {
	case o.order.Status == record.Failed:
		return 0
	case back.Known():
		return min(back, o.order.Total)
	case o.state == "refunded":
		return o.order.Total
	case o.state == "partially_refunded":
		s.vague++
	}
	return 0
}
