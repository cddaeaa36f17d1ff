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
	said      time.Time // of the message that order is from
}

// order is a completed, updated or cancelled order. Of several messages about
// one the latest says what it is, and the completion when it was.
func (t *tracked) order(r *row, e *record.Event) error {
	o := &record.Order{Source: "segment", ID: e.OrderID, Who: e.Who, At: e.At, Channel: firstFilled(e.Channel, r.text("properties.affiliation")),
		Coupon: r.text("properties.coupon"), Currency: firstFilled(e.Currency, t.currency), Status: record.Paid, Fees: record.None}
	if o.ID == "" {
		if e.Name != "order_completed" {
			return r.badIn("no order id", "properties.orderid")
		}
		o.ID = "event-" + e.ID
	}
	lines, err := wares(r, "segment", o.ID, "properties.products")
	if err != nil {
		return err
	}
	if err := t.amounts(r, o, lines); err != nil {
		return err
	}
	now := trackedOrder{order: *o, lines: lines, completed: e.Name == "order_completed", said: e.At}
	if e.Name == "order_cancelled" {
		now.order.Status = record.Cancelled
	}
	e.Amount, e.Currency = o.Total, o.Currency
	if err := t.out.put(e); err != nil {
		return err
	}
	if old, have := t.orders.get(o.ID); have {
		now = now.after(old)
	} else if !now.completed {
		t.undated++
	}
	t.orders.put(o.ID, now)
	return t.putOrder(now)
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
		latest.lines = first.lines
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

func (t *tracked) putOrder(o trackedOrder) error {
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
func (t *tracked) amounts(r *row, o *record.Order, lines []*record.Line) error {
	var revenue, subtotal, total record.Money
	for _, a := range []struct {
		to   *record.Money
		name string
	}{{&revenue, "revenue"}, {&subtotal, "subtotal"}, {&total, "total"}, {&o.Shipping, "shipping"}, {&o.Tax, "tax"}, {&o.Discount, "discount"}} {
		var err error
		if *a.to, err = r.money("properties." + a.name); err != nil {
			return err
		}
	}
	if o.Discount.Known() && o.Discount < 0 {
		o.Discount = -o.Discount
	}
	if !total.Known() && strings.EqualFold(eventName(r.text("event")), "order_completed") && !revenue.Known() && !subtotal.Known() {
		total, _ = r.money("properties.value")
	}
	if !t.settle(o, revenue, subtotal, total, worth(lines)) {
		t.odd++
	}
	return nil
}

// settle finds the goods among what is stated, so that all adds up. It is
// false when nothing does: the total then counts.
func (t *tracked) settle(o *record.Order, revenue, subtotal, total, wares record.Money) bool {
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
			return true // no money is told
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
	f := &record.Refund{Source: "segment", ID: e.ID, OrderID: e.OrderID, Who: e.Who, At: e.At, Currency: firstFilled(e.Currency, t.currency), Reason: r.text("properties.reason")}
	if f.OrderID == "" {
		return r.badIn("no order id", "properties.orderid")
	}
	var err error
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
	} else if !f.Amount.Known() {
		t.unstated++
	}
	if f.Amount.Known() && f.Amount < 0 {
		f.Amount = -f.Amount
	}
	e.Amount, e.Currency = f.Amount, f.Currency
	if err := t.out.put(e); err != nil {
		return err
	}
	return t.out.put(f)
}
