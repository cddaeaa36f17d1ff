package export

import (
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

// trackedOrder is an order as far as messages told.
type trackedOrder struct {
	order     record.Order
	lines     []*record.Line
	completed bool
	odd       bool      // its parts do not add up
	said      time.Time // of the message that order is from
}

// order is a completed, updated or cancelled order. Of several messages about
// one the latest says what it is, and the completion when it was.
func (t *tracked) order(r *row, e *record.Event) error {
	o := &record.Order{Source: "segment", ID: e.OrderID, Who: e.Who, At: e.At, Channel: firstFilled(e.Channel, r.text("properties.affiliation")),
		Coupon: r.text("properties.coupon"), Status: record.Paid, Fees: record.None}
	if o.ID == "" {
		if e.Name != "order_completed" {
			return r.badIn("no order id", "properties.orderid")
		}
		o.ID = "event-" + e.ID
	}
	var err error
	if o.Currency, err = r.coin(t.currency, "properties.currency"); err != nil {
		return err
	}
	lines, err := wares(r, "segment", o.ID, "properties.products")
	if err != nil {
		return err
	}
	for _, l := range lines {
		l.Discount = record.None // the specification has none
	}
	odd, err := t.amounts(r, o, lines)
	if err != nil {
		return err
	}
	now := trackedOrder{order: *o, lines: lines, odd: odd, completed: e.Name == "order_completed", said: e.At}
	if e.Name == "order_cancelled" {
		now.order.Status = record.Cancelled
	}
	old, have := t.orders.get(o.ID)
	if have {
		now = now.after(old)
	}
	switch {
	case now.order.Total.Known():
		if err := t.orders.put(o.ID, now); err != nil {
			return err
		}
	case e.Name == "order_cancelled":
		t.unknown++
	default:
		return r.badIn("no total, revenue or prices of products", "properties.total", "properties.revenue")
	}
	e.Amount, e.Currency = o.Total, o.Currency
	return t.out.put(e)
}

// after is what two messages about one order say together.
func (now trackedOrder) after(old trackedOrder) trackedOrder {
	latest, first := now, old
	if now.said.Before(old.said) {
		latest, first = old, now
	}
	if latest.order.Status == record.Cancelled && !latest.order.Total.Known() || latest.completed && first.order.Status == record.Cancelled {
		// A cancellation may name its order only, and outlasts a repeat.
		latest.order.Gross, latest.order.Discount, latest.order.Shipping, latest.order.Tax, latest.order.Total = first.order.Gross, first.order.Discount, first.order.Shipping, first.order.Tax, first.order.Total
		latest.order.Currency = firstFilled(first.order.Currency, latest.order.Currency)
		latest.order.Coupon, latest.order.Channel, latest.order.Status = first.order.Coupon, first.order.Channel, record.Cancelled
		latest.lines, latest.odd = first.lines, first.odd
	}
	switch {
	case old.completed && (!now.completed || !now.said.Before(old.said)):
		latest.order.At = old.order.At
	case now.completed:
		latest.order.At = now.order.At
	case old.order.At.Before(now.order.At):
		latest.order.At = old.order.At
	}
	latest.completed = old.completed || now.completed
	return latest
}

// putOrder hands out an order of which nothing more is expected.
func (t *tracked) putOrder(o trackedOrder) error {
	if !o.completed {
		t.undated++
	}
	if o.odd {
		t.odd++
	}
	if err := t.out.put(&o.order); err != nil {
		return err
	}
	for _, l := range o.lines {
		if err := t.out.put(l); err != nil {
			return err
		}
	}
	return nil
}

// amounts reads an order's money. By the specification revenue is without
// shipping and tax and before discounts, subtotal the same after discounts,
// and total everything; senders differ, so what adds up to the total decides.
func (t *tracked) amounts(r *row, o *record.Order, lines []*record.Line) (odd bool, err error) {
	var revenue, subtotal, total record.Money
	for _, a := range []struct {
		to   *record.Money
		name string
	}{{&revenue, "revenue"}, {&subtotal, "subtotal"}, {&total, "total"}, {&o.Shipping, "shipping"}, {&o.Tax, "tax"}, {&o.Discount, "discount"}} {
		if *a.to, err = r.money("properties." + a.name); err != nil {
			return false, err
		}
	}
	if o.Discount.Known() && o.Discount < 0 {
		o.Discount = -o.Discount
	}
	if !total.Known() && strings.EqualFold(eventName(r.text("event")), "order_completed") && !revenue.Known() && !subtotal.Known() {
		total, _ = r.money("properties.value")
	}
	odd = !settle(o, revenue, subtotal, total, worth(lines))
	if o.Shipping.Or(0) < 0 || o.Tax.Or(0) < 0 {
		return false, r.badIn("a negative amount", "properties.shipping", "properties.tax")
	}
	if o.Gross.Known() && (o.Gross < 0 || o.Total < 0) {
		return false, r.badIn("the total is less than shipping and tax", "properties.total", "properties.revenue")
	}
	return odd, nil
}

// settle finds the goods among what is stated, so that all adds up. It is
// false when nothing does: the total then counts.
func settle(o *record.Order, revenue, subtotal, total, wares record.Money) bool {
	extras, off := o.Shipping.Or(0).Plus(o.Tax.Or(0)), o.Discount.Or(0)
	if !total.Known() {
		switch {
		case subtotal.Known() && (!revenue.Known() || revenue == subtotal || revenue == subtotal.Plus(off)):
			total = subtotal.Plus(extras) // after discounts
			if off != 0 && revenue.Known() && revenue == subtotal && wares == subtotal {
				total = total.Minus(off) // both are before them
			}
		case revenue.Known():
			total = revenue.Minus(off).Plus(extras)
		case wares.Known():
			total = wares.Minus(off).Plus(extras)
		default:
			o.Gross, o.Total = record.None, record.None
			return true
		}
	}
	o.Total = total
	o.Gross = total.Minus(extras).Plus(off)
	for _, goods := range []record.Money{revenue, subtotal, wares} {
		if goods.Known() && (goods == o.Gross || goods == o.Gross.Minus(off)) {
			return true
		}
	}
	return !revenue.Known() && !subtotal.Known()
}

// refund is money given back, on its own day: what the message states, else
// what its products are worth, else all of the order.
func (t *tracked) refund(r *row, e *record.Event) error {
	f := &record.Refund{Source: "segment", ID: e.ID, OrderID: e.OrderID, Who: e.Who, At: e.At, Reason: r.text("properties.reason")}
	if f.OrderID == "" {
		return r.badIn("no order id", "properties.orderid")
	}
	var err error
	if f.Currency, err = r.coin("", "properties.currency"); err != nil {
		return err
	}
	if f.Amount, err = r.money("properties.refundamount", "properties.total", "properties.value", "properties.revenue"); err != nil {
		return err
	}
	if !f.Amount.Known() {
		lines, err := wares(r, "segment", f.OrderID, "properties.products")
		if err != nil {
			return err
		}
		f.Amount = worth(lines)
	}
	if old, have := t.orders.get(f.OrderID); have {
		f.Currency = firstFilled(f.Currency, old.order.Currency)
		f.Amount = f.Amount.Or(old.order.Total)
	}
	f.Currency = firstFilled(f.Currency, t.currency)
	if !f.Amount.Known() {
		return r.badIn("the refund states no amount, and its order is not in the file", "properties.total")
	}
	if f.Amount < 0 {
		f.Amount = -f.Amount
	}
	e.Amount, e.Currency = f.Amount, f.Currency
	if err := t.out.put(e); err != nil || f.Amount == 0 {
		return err
	}
	return t.out.put(f)
}
