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

// readings are both ways with tax, each explained as far as it goes.
func (m shopifyMoney) read() reading {
	without := m.reading(false)
	if m.tax.Or(0) == 0 || without.rest == 0 {
		return without
	}
	with := m.reading(true)
	if magnitude(with.rest) < magnitude(without.rest) {
		return with
	}
	return without
}

func (m shopifyMoney) reading(included bool) reading {
	rest := m.total.Minus(m.subtotal).Minus(m.shipping)
	if !included {
		rest = rest.Minus(m.tax)
	}
	out := reading{included: included, rest: rest}
	tips, duties := m.tips.Or(0), m.duties.Or(0)
	switch {
	case rest == 0:
	case rest == tips:
		out.tip = tips
	case rest == duties:
		out.duties = duties
	case rest == tips+duties:
		out.tip, out.duties = tips, duties
	case rest < 0 && -rest <= m.shipping.Or(0) && -rest <= m.discount.Or(0):
		out.off = -rest
	default:
		return out
	}
	out.rest = 0
	return out
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
	back := s.refunded(o, tip)
	if back <= 0 {
		return nil
	}
	return s.out.put(&record.Refund{Source: d.Source, ID: d.ID + ":refund", OrderID: d.ID, Who: d.Who, Currency: d.Currency, Amount: back})
}

// refunded is what of the total went back. Tips are no part of the total, so
// they are none of the refund.
func (s *shopifyOrders) refunded(o *shopifyOrder, tip record.Money) record.Money {
	switch back := o.refunded; {
	case o.order.Status == record.Failed:
		return 0
	case back.Known() && tip > 0:
		return min(back, o.order.Total)
	case back.Known():
		return back
	case o.state == "refunded":
		return o.order.Total
	case o.state == "partially_refunded":
		s.vague++
	}
	return 0
}
