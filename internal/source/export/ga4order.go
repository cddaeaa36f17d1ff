package export

import (
	"hash/maphash"
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

// shopping reads members of a row's ecommerce record: columns of their own in
// JSON and flattened CSV, or JSON in one cell.
type shopping struct {
	r     *row
	inner item
}

func shoppingOf(r *row) (shopping, error) {
	c, text := r.find("ecommerce")
	inner, ok := itemsIn(text)
	if !ok {
		return shopping{}, r.bad(c, "not a JSON object")
	}
	s := shopping{r: r}
	if len(inner) > 0 {
		s.inner = inner[0]
	}
	return s, nil
}

func (s shopping) text(name string) string {
	if t := s.r.text("ecommerce."+name, "ecommerce"+name); t != "" {
		return t
	}
	return s.inner.text(name)
}

func (s shopping) money(name string) (record.Money, error) {
	m, err := s.r.money("ecommerce."+name, "ecommerce"+name)
	if err != nil || m.Known() {
		return m, err
	}
	m, ok := s.inner.money(name)
	if !ok {
		return record.None, s.r.badIn(name+" is not a number", "ecommerce")
	}
	return m, nil
}

// order is the order of a purchase and its lines; nothing when it was sent
// before.
func (g *ga4) order(r *row, e *record.Event, params item) ([]record.Record, error) {
	shop, err := shoppingOf(r)
	if err != nil {
		return nil, err
	}
	if err := coined(r, e); err != nil {
		return nil, err
	}
	e.OrderID = transaction(shop.text("transactionid"), params, e)
	o := &record.Order{Source: "ga4", ID: e.OrderID, Who: e.Who, At: e.At, Channel: e.Channel, Coupon: params.text("coupon"),
		Country: r.text("geo.country"), Currency: e.Currency, Status: record.Paid, Fees: record.None}
	lines, err := wares(r, "ga4", o.ID, "items")
	if err != nil {
		return nil, err
	}
	if err := g.amounts(r, o, lines, shop, params); err != nil {
		return nil, err
	}
	e.Amount, e.Currency = o.Total, o.Currency
	key := maphash.String(g.seed, o.ID)
	if _, again := g.totals[key]; again {
		g.repeated++
		return nil, nil
	}
	g.totals[key] = o.Total
	out := []record.Record{o}
	for _, l := range lines {
		out = append(out, l)
	}
	return out, nil
}

// coined refuses money in what is no currency.
func coined(r *row, e *record.Event) error {
	if e.Currency != "" && currencyOf(e.Currency) == "" {
		return r.badIn("not a currency: "+e.Currency, "eventparams")
	}
	return nil
}

// transaction is the id of a purchase; without one the event's own stands in.
func transaction(id string, params item, e *record.Event) string {
	for _, id := range []string{id, params.text("transactionid")} {
		if id != "" && id != "(not set)" {
			return id
		}
	}
	return "event-" + e.ID
}

// amounts fills in an order's money. Items state the price that was paid and
// what was taken off it.
func (g *ga4) amounts(r *row, o *record.Order, lines []*record.Line, shop shopping, params item) (err error) {
	revenue, err := shop.money("purchaserevenue")
	if err != nil {
		return err
	}
	if !revenue.Known() {
		var ok bool
		if revenue, ok = params.money("value"); !ok {
			return r.badIn("the value is not a number", "eventparams")
		}
	}
	if !revenue.Known() {
		if revenue, err = shop.money("purchaserevenueinusd"); err != nil {
			return err
		}
		if revenue.Known() {
			o.Currency = "USD"
		}
	}
	if o.Tax, o.Shipping, err = g.extras(r, shop, params); err != nil {
		return err
	}
	paid, off := worth(lines), record.None
	for _, l := range lines {
		if l.Discount.Known() {
			l.Price, l.Discount = l.Price.Plus(l.Discount), l.Discount.Times(l.Quantity)
			off = off.Plus(l.Discount)
		}
	}
	net := revenue
	if !net.Known() {
		net = paid
	}
	extras := o.Tax.Or(0).Plus(o.Shipping.Or(0))
	if paid.Known() && extras != 0 && net == paid.Plus(extras) {
		net = paid // the revenue was sent with tax and shipping
	}
	o.Discount = off
	o.Gross, o.Total = net.Plus(off), net.Plus(extras)
	if !net.Known() {
		return r.badIn("no revenue, value or prices of items", "ecommerce.purchaserevenue", "ecommerce", "eventparams")
	}
	if o.Gross < 0 || o.Total < 0 || o.Tax.Or(0) < 0 || o.Shipping.Or(0) < 0 || o.Discount.Or(0) < 0 {
		return r.badIn("a negative amount", "ecommerce.purchaserevenue", "ecommerce", "eventparams")
	}
	return nil
}

// extras are a purchase's tax and shipping.
func (g *ga4) extras(r *row, shop shopping, params item) (tax, shipping record.Money, err error) {
	if tax, err = shop.money("taxvalue"); err != nil {
		return tax, shipping, err
	}
	if shipping, err = shop.money("shippingvalue"); err != nil {
		return tax, shipping, err
	}
	var ok1, ok2 = true, true
	if !tax.Known() {
		tax, ok1 = params.money("tax")
	}
	if !shipping.Known() {
		shipping, ok2 = params.money("shipping")
	}
	if !ok1 || !ok2 {
		err = r.badIn("tax or shipping is not a number", "eventparams")
	}
	return tax, shipping, err
}

// refund is the money of a refund event: what it states, else what its items
// say, else all of the order.
func (g *ga4) refund(r *row, e *record.Event, params item) (*record.Refund, error) {
	shop, err := shoppingOf(r)
	if err != nil {
		return nil, err
	}
	if err := coined(r, e); err != nil {
		return nil, err
	}
	e.OrderID = strings.TrimPrefix(transaction(shop.text("transactionid"), params, e), "event-"+e.ID)
	f := &record.Refund{Source: "ga4", ID: e.ID, OrderID: e.OrderID, Who: e.Who, At: e.At, Currency: e.Currency}
	if f.Amount, err = shop.money("refundvalue"); err != nil {
		return nil, err
	}
	if !f.Amount.Known() || f.Amount == 0 {
		f.Amount, _ = params.money("value") // was read before
	}
	if !f.Amount.Known() {
		lines, err := wares(r, "ga4", f.OrderID, "items")
		if err != nil {
			return nil, err
		}
		f.Amount = worth(lines)
	}
	if !f.Amount.Known() {
		total, have := g.totals[maphash.String(g.seed, f.OrderID)]
		if !have {
			return nil, r.badIn("the refund states no amount, and its order is not in the file", "ecommerce.refundvalue", "ecommerce", "eventparams")
		}
		f.Amount = total
	}
	if f.Amount < 0 {
		f.Amount = -f.Amount
	}
	e.Amount = f.Amount
	return f, nil
}
