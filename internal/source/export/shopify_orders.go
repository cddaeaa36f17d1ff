package export

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

// shopifyOrdersFormat is the export of the Orders page: a row a line item, of
// which only an order's first has what concerns the whole order.
func shopifyOrdersFormat() *Format {
	return &Format{
		Name: "shopify-orders", Title: "Shopify orders", Kind: record.Orders, Source: "shopify",
		Note:  "Refunds have an amount but no date of their own here: they count at the order's date. Prices of lines include tax where the shop's do.",
		times: []string{"createdat", "paidat", "cancelledat"},
		match: func(h *header) int {
			if h.has("name", "financialstatus", "total") && h.any("lineitemname", "lineitemprice", "paidat") {
				return 95
			}
			return 0
		},
		reader: func(_ *header, o Options, out *output) (rows, error) {
			s := &shopifyOrders{opt: o, out: out}
			s.orders = newAssembler(out, func() shopifyOrder { return shopifyOrder{} }, (*shopifyOrder).whole, s.done)
			s.orders.clear = func(o *shopifyOrder) { *o = shopifyOrder{lines: o.lines[:0]} }
			return s, nil
		},
	}
}

type shopifyOrders struct {
	opt    Options
	out    *output
	orders *assembler[shopifyOrder]
	sums   unbalanced
	vague  int // orders refunded in part, nobody says how much
	gifts  int // orders of gift cards alone
}

// shopifyOrder is what is known of an order while its rows come.
type shopifyOrder struct {
	headed   bool // the row with the order's own fields has come
	order    record.Order
	money    shopifyMoney
	state    string
	refunded record.Money
	lines    []record.Line
}

// whole reports whether the lines explain the goods exactly: then no row of
// the order can be missing but one of no value.
func (s *shopifyOrder) whole() bool {
	m := s.money
	return s.headed && m.listed.Known() && m.subtotal.Known() && m.listed+m.gifts == m.subtotal.Plus(m.discount.Or(0))
}

func (s *shopifyOrders) next(r *row) error {
	return s.orders.take(r, r.text("name"), func(o *shopifyOrder) error {
		if !o.headed && r.text("total", "subtotal") != "" {
			if err := s.head(r, o); err != nil {
				return err
			}
		}
		return o.line(r)
	})
}

func (s *shopifyOrders) broken(r *row, f *fault) error { return s.orders.spoil(r, r.text("name"), f) }

func (s *shopifyOrders) finish() error {
	err := s.orders.finish()
	s.sums.say(s.out)
	if s.gifts > 0 {
		s.out.notice("info", "no-revenue", "%d %s of gift cards alone: no revenue until they are paid with, so no orders.", s.gifts, plural(s.gifts, "order"))
	}
	if s.vague > 0 {
		s.out.notice("warning", "refund-unknown", "%d %s refunded in part, but the file has no column Refunded Amount: what was refunded is not known.", s.vague, plural(s.vague, "order"))
	}
	return err
}

// head reads an order's own fields.
func (s *shopifyOrders) head(r *row, o *shopifyOrder) (err error) {
	o.headed = true
	d := &o.order
	d.ID = r.text("id", "name")
	if d.At, err = r.needWhen(false, "date", "createdat", "paidat"); err != nil {
		return err
	}
	if d.Currency, err = r.coin(s.opt.Currency, "currency"); err != nil {
		return err
	}
	m := &o.money
	for _, c := range []struct {
		to   *record.Money
		name string
	}{{&m.subtotal, "subtotal"}, {&m.shipping, "shipping"}, {&m.tax, "taxes"}, {&m.total, "total"}, {&m.duties, "duties"}, {&o.refunded, "refundedamount"}} {
		if *c.to, err = r.money(c.name); err != nil {
			return err
		}
		if *c.to < 0 && c.to.Known() {
			return r.badIn("a negative amount", c.name)
		}
	}
	if m.discount, err = r.positive("discountamount"); err != nil {
		return err
	}
	cancelled, err := r.when(false, "cancelledat")
	if err != nil {
		return err
	}
	o.state = strings.ToLower(r.text("financialstatus"))
	d.Status = shopifyStatus(o.state, !cancelled.IsZero())
	d.Who = record.Who{Email: record.NormalEmail(r.text("email")), Phone: phone(r, "phone", "billingphone")}
	d.Channel, d.Coupon = r.text("source"), r.text("discountcode")
	d.Country = r.text("billingcountry", "shippingcountry")
	return nil
}

// phone is the first of the columns that has a whole telephone number.
func phone(r *row, names ...string) string {
	for _, n := range names {
		if p := record.NormalPhone(r.text(n)); p != "" {
			return p
		}
	}
	return ""
}

// shopifyStatus is what became of an order. One that was cancelled before any
// money was taken never became a sale.
func shopifyStatus(state string, cancelled bool) record.Status {
	switch state {
	case "voided", "expired":
		return record.Failed
	case "pending", "authorized":
		if cancelled {
			return record.Failed
		}
		return record.Pending
	}
	if cancelled {
		return record.Cancelled
	}
	return record.Paid
}

// soldGiftCard reports a line that is a gift card: it is called one and is not
// shipped, as a holder for gift cards would be.
func soldGiftCard(r *row, name string) bool {
	if len(name) < len("gift card") {
		return false
	}
	if name = strings.ToLower(name); isFalse(r.flag("lineitemrequiresshipping")) {
		for _, word := range []string{"gift card", "geschenkgutschein", "geschenkkarte", "carte cadeau", "carte-cadeau", "tarjeta de regalo"} {
			if strings.Contains(name, word) {
				return true
			}
		}
	}
	return name == "gift card" || strings.HasPrefix(name, "gift card - ") // as Shopify calls its own
}

// line reads a row's line item, if it has one.
func (o *shopifyOrder) line(r *row) (err error) {
	l := record.Line{No: len(o.lines) + 1, Name: r.text("lineitemname"), SKU: r.text("lineitemsku"), Quantity: record.None}
	if l.Price, err = r.money("lineitemprice"); err != nil {
		return err
	}
	if l.Quantity, err = r.money("lineitemquantity"); err != nil {
		return err
	}
	if l.Discount, err = r.positive("lineitemdiscount"); err != nil {
		return err
	}
	if l.Name == "" && l.SKU == "" && !l.Price.Known() {
		return nil
	}
	if !l.Quantity.Known() {
		l.Quantity = record.Micros
	}
	whole := l.Price
	if l.Quantity != record.Micros {
		whole = l.Price.Times(l.Quantity)
	}
	if l.Price.Known() && !whole.Known() {
		return r.badIn("too large an amount", "lineitemprice")
	}
	l.Total = whole.Minus(l.Discount)
	if whole > 0 && whole <= mostMoney && soldGiftCard(r, l.Name) {
		o.money.gifts = min(o.money.gifts+whole, mostMoney)
		return nil
	}
	if l.Name == "Tip" && l.SKU == "" {
		o.money.tips = min(o.money.tips+min(whole.Or(0), mostMoney), mostMoney)
	}
	o.money.list(whole)
	o.lines = append(o.lines, l)
	return nil
}
