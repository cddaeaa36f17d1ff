package export

import (
	"fmt"
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

// mappedOrder is an order whose rows are being put together.
type mappedOrder struct {
	order record.Order
	lines []*record.Line
	first int64 // line of the first row
	off   record.Money
	sum   record.Money
}

// orderParts are the fields that are of the whole order.
var orderParts = []string{"gross", "discount", "shipping", "tax", "total", "fees"}

// parts are an order's amounts by field.
func parts(o *record.Order) map[string]*record.Money {
	return map[string]*record.Money{"gross": &o.Gross, "discount": &o.Discount, "shipping": &o.Shipping, "tax": &o.Tax, "total": &o.Total, "fees": &o.Fees}
}

// order takes a row that is an order or a line of one.
func (m *mapped) order(r *row) error {
	o := record.Order{Source: m.Source, ID: m.text(r, "order_id"), Who: m.who(r), Currency: m.currency(r, "total", "gross", "line_total", "price"), Status: statusNamed(m.text(r, "status")),
		Channel: m.text(r, "channel"), Coupon: m.text(r, "coupon"), Country: m.text(r, "country")}
	var err error
	if o.At, err = r.needWhen(false, "time of the order", m.names["at"]); err != nil {
		return err
	}
	if err := m.amounts(r, parts(&o)); err != nil {
		return err
	}
	for _, a := range []*record.Money{&o.Discount, &o.Fees} {
		*a = magnitude(*a)
	}
	line, err := m.line(r)
	if err != nil {
		return err
	}
	if m.orders == nil {
		o.ID = m.made.id(r)
		one := mappedOrder{sum: record.None, off: record.None}
		one.add(r, o, line)
		return m.whole(o.ID, &one)
	}
	if o.ID == "" {
		return r.badIn("no order id", m.names["order_id"])
	}
	return m.orders.take(r, o.ID, func(p *mappedOrder) error { return p.add(r, o, line) })
}

// line is a row's line, nil when no field of lines is mapped.
func (m *mapped) line(r *row) (*record.Line, error) {
	l := &record.Line{Source: m.Source, SKU: m.text(r, "sku"), Product: m.text(r, "product"), Name: m.text(r, "product_name")}
	err := m.amounts(r, map[string]*record.Money{"quantity": &l.Quantity, "price": &l.Price, "line_discount": &l.Discount, "line_total": &l.Total})
	if err != nil {
		return nil, err
	}
	if l.SKU == "" && l.Product == "" && l.Name == "" && !l.Price.Known() && !l.Total.Known() && !l.Quantity.Known() {
		return nil, nil
	}
	if !l.Quantity.Known() {
		l.Quantity = record.Micros
	}
	l.Discount = magnitude(l.Discount)
	made := l.Price.Times(l.Quantity).Minus(l.Discount)
	switch {
	case !l.Total.Known():
		l.Total = made
	case l.Total != made:
		l.Price = record.None // with tax, or rounded: the line's total is what counts
	}
	return l, nil
}

// add puts a row to its order. What is of the whole order has to be the same
// on all its rows, or blank.
func (p *mappedOrder) add(r *row, o record.Order, line *record.Line) error {
	if p.first == 0 {
		p.order, p.first, p.sum, p.off = o, r.line, record.None, record.None
	} else {
		have, now := parts(&p.order), parts(&o)
		for _, field := range orderParts {
			switch {
			case !have[field].Known():
				*have[field] = *now[field]
			case now[field].Known() && *now[field] != *have[field]:
				return &fault{value: now[field].String(), reason: fmt.Sprintf("the order's %s is %s in line %d: if the column is of single lines, map it to line_total, line_discount or price", field, have[field], p.first)}
			}
		}
		if p.order.Currency == "" {
			p.order.Currency = o.Currency
		}
		if o.Currency != "" && p.order.Currency != o.Currency {
			return &fault{value: o.Currency, reason: fmt.Sprintf("the order is in %s in line %d", p.order.Currency, p.first)}
		}
		if p.order.Who == (record.Who{}) {
			p.order.Who = o.Who
		}
	}
	if line != nil {
		line.OrderID, line.No = p.order.ID, len(p.lines)+1
		p.lines = append(p.lines, line)
		p.sum = p.sum.Plus(line.Total.Plus(line.Discount.Or(0)))
		p.off = p.off.Plus(line.Discount)
	}
	return nil
}

// whole makes the records of an order that is complete. A negative total is
// money given back.
func (m *mapped) whole(id string, p *mappedOrder) error {
	o := &p.order
	o.ID = id
	if err := balance(o, p.sum, p.off); err != nil {
		return err
	}
	if o.Total < 0 {
		return m.out.put(&record.Refund{Source: m.Source, ID: o.ID, OrderID: o.ID, Who: o.Who, At: o.At, Currency: o.Currency, Amount: -o.Total})
	}
	if err := m.out.put(o); err != nil {
		return err
	}
	for _, l := range p.lines {
		l.OrderID = id
		if err := m.out.put(l); err != nil {
			return err
		}
	}
	return nil
}

// balance finds what is not told of an order's money from what is, and
// refuses parts that do not add up: which of them is wrong cannot be told.
func balance(o *record.Order, lines, off record.Money) error {
	if !o.Discount.Known() {
		o.Discount = off
	}
	if !o.Gross.Known() && !o.Total.Known() {
		o.Gross = lines
	}
	rest := o.Shipping.Or(0).Plus(o.Tax.Or(0)).Minus(o.Discount)
	switch {
	case o.Gross.Known() && !o.Total.Known():
		o.Total = o.Gross.Plus(rest)
	case o.Total.Known() && !o.Gross.Known():
		o.Gross = o.Total.Minus(rest)
	case !o.Total.Known():
		return &fault{reason: "no amount of money"}
	}
	if sum := o.Gross.Plus(rest); sum != o.Total {
		return &fault{value: o.Total.String(), reason: fmt.Sprintf("goods - discount + shipping + tax is %s, not the total", sum)}
	}
	if o.Total >= 0 && (o.Shipping.Or(0) < 0 || o.Tax.Or(0) < 0) {
		return &fault{reason: "shipping or tax is negative"}
	}
	if o.Gross < 0 && o.Total >= 0 {
		return &fault{value: o.Total.String(), reason: "shipping and tax are more than the total"}
	}
	return nil
}

// statusNamed is a status in usual words; what is not known counts as paid.
func statusNamed(text string) record.Status {
	t := snake(text)
	switch {
	case strings.Contains(t, "cancel"), strings.HasPrefix(t, "storn"), t == "voided":
		return record.Cancelled
	case strings.Contains(t, "fail"), strings.Contains(t, "declin"), t == "rejected", t == "error", t == "expired":
		return record.Failed
	case strings.Contains(t, "draft"), t == "cart", t == "abandoned":
		return record.Draft
	case strings.Contains(t, "pending"), strings.Contains(t, "hold"), t == "unpaid", t == "open", t == "authorized", t == "awaiting_payment":
		return record.Pending
	}
	return record.Paid
}
