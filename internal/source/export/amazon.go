package export

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

// amazonOrdersFormat is Amazon's All Orders report: tabs, a row an item,
// nobody named.
func amazonOrdersFormat() *Format {
	return &Format{
		Name: "amazon-orders", Title: "Amazon, all orders", Kind: record.Orders, Source: "amazon",
		Note:  "The report names no buyers: its orders count in totals, but belong to no customer. Refunds, fees and cancelled items' money are not in it. Outside of the United States and Canada prices have tax in them and it is taken out.",
		times: []string{"purchasedate"},
		match: func(h *header) int {
			if h.has("amazonorderid", "purchasedate", "orderstatus", "itemprice") {
				return 92
			}
			return 0
		},
		reader: amazonReader,
	}
}

// amazonShipmentsFormat is the report of shipments from Amazon's warehouses,
// which has the buyers' e-mail addresses.
func amazonShipmentsFormat() *Format {
	return &Format{
		Name: "amazon-shipments", Title: "Amazon, fulfilled shipments", Kind: record.Orders, Source: "amazon",
		Note:  "A row is an item of a shipment. An order whose shipments are in two files has the money of the file that was read last. Refunds and fees are not in it. Outside of the United States and Canada prices have tax in them and it is taken out.",
		times: []string{"purchasedate"},
		match: func(h *header) int {
			if h.has("amazonorderid", "itemprice") && h.any("shipmentid", "shipmentitemid", "quantityshipped") {
				return 93
			}
			return 0
		},
		reader: amazonReader,
	}
}

func amazonReader(_ *header, o Options, out *output) (rows, error) {
	s := &amazon{opt: o, out: out}
	s.orders = newAssembler(out, func() amazonOrder { return amazonOrder{} }, nil, s.done)
	return s, nil
}

// amazon sums items to orders. An order's rows may stand anywhere in the file
// and no row tells how many there are, so orders stay open as long as the
// assembler holds them.
type amazon struct {
	opt    Options
	out    *output
	orders *assembler[amazonOrder]
	own    int // items shipped for the seller's other shops
}

type amazonOrder struct {
	order    record.Order
	lines    []record.Line
	items    int  // not cancelled
	elsewise bool // not an order of Amazon's
}

func (s *amazon) next(r *row) error {
	id, err := r.need("order id", "amazonorderid")
	if err != nil {
		return err
	}
	return s.orders.take(r, id, func(o *amazonOrder) error { return s.item(r, id, o) })
}

func (s *amazon) broken(r *row, f *fault) error {
	if id := r.text("amazonorderid"); id != "" {
		return s.orders.spoil(r, id, f)
	}
	return nil
}

func (s *amazon) finish() error {
	err := s.orders.finish()
	if s.own > 0 {
		s.out.notice("info", "shipped-for-others", "%d %s shipped for orders of other shops, which are not Amazon's and have no price here: no orders.", s.own, plural(s.own, "item"))
	}
	return err
}

func (s *amazon) item(r *row, id string, o *amazonOrder) error {
	d := &o.order
	channel := r.text("saleschannel")
	if strings.EqualFold(channel, "non-amazon") || strings.HasPrefix(strings.ToUpper(id), "S") {
		o.elsewise = true
		s.own++
		return nil
	}
	if d.ID == "" {
		if err := s.head(r, id, channel, d); err != nil {
			return err
		}
	}
	var err error
	if d.Currency == "" { // items that were cancelled have none
		if d.Currency, err = r.coin(s.opt.Currency, "currency"); err != nil {
			return err
		}
	}
	p, err := readAmazonMoney(r)
	if err != nil {
		return err
	}
	l := record.Line{
		No: len(o.lines) + 1, OrderID: id, Source: d.Source,
		SKU: r.text("sku"), Product: r.text("asin"), Name: r.text("productname"),
	}
	if l.Quantity, err = r.money("quantity", "quantityshipped"); err != nil {
		return err
	}
	if strings.EqualFold(r.text("itemstatus"), "cancelled") || d.Status == record.Cancelled {
		return nil // Amazon charges what it ships
	}
	o.items++
	if taxedPrices(d.Currency, channel) {
		p.untax()
	}
	if err := p.add(r, d); err != nil {
		return err
	}
	l.Discount = p.discount.Or(0)
	l.Price, l.Total = each(p.price, l.Quantity), p.price.Minus(l.Discount)
	o.lines = append(o.lines, l)
	return nil
}

// head reads an order's own fields from its first row.
func (s *amazon) head(r *row, id, channel string, d *record.Order) (err error) {
	d.Source, d.ID, d.Fees = "amazon", id, record.None
	if d.At, err = r.needWhen(true, "date", "purchasedate"); err != nil {
		return err
	}
	if d.Currency, err = r.coin(s.opt.Currency, "currency"); err != nil {
		return err
	}
	d.Who = record.Who{Email: record.NormalEmail(r.text("buyeremail")), Phone: phone(r, "buyerphonenumber")}
	d.Channel, d.Country, d.Coupon = channel, r.text("shipcountry", "billcountry"), r.text("promotionids")
	switch status := strings.ToLower(r.text("orderstatus")); {
	case strings.HasPrefix(status, "cancel"):
		d.Status = record.Cancelled
	case strings.HasPrefix(status, "pending"):
		d.Status = record.Pending
	default:
		d.Status = record.Paid
	}
	return nil
}

// taxedPrices reports whether a marketplace shows prices with tax in them.
func taxedPrices(currency, channel string) bool {
	switch strings.ToLower(channel) {
	case "amazon.com", "amazon.ca":
		return false
	}
	return currency != "USD" && currency != "CAD"
}

// amazonMoney is an item's money, for the whole quantity.
type amazonMoney struct {
	price, tax, shipping, shippingTax, wrap, wrapTax, discount, shippingOff record.Money
}

func readAmazonMoney(r *row) (m amazonMoney, err error) {
	for _, c := range []struct {
		to   *record.Money
		name string
	}{
		{&m.price, "itemprice"}, {&m.tax, "itemtax"}, {&m.shipping, "shippingprice"}, {&m.shippingTax, "shippingtax"},
		{&m.wrap, "giftwrapprice"}, {&m.wrapTax, "giftwraptax"},
	} {
		if *c.to, err = r.money(c.name); err != nil {
			return m, err
		}
		if c.to.Known() && *c.to < 0 {
			return m, r.badIn("a negative amount", c.name)
		}
	}
	if m.discount, err = r.positive("itempromotiondiscount"); err != nil {
		return m, err
	}
	m.shippingOff, err = r.positive("shippromotiondiscount", "shippingpromotiondiscount")
	return m, err
}

// untax takes tax out of prices that contain it. Of shipping that is free no
// tax is left.
func (m *amazonMoney) untax() {
	m.price, m.wrap = m.price.Minus(m.tax), m.wrap.Minus(m.wrapTax)
	paid := max(m.shipping.Or(0)-m.shippingOff.Or(0), 0)
	m.shippingTax = min(m.shippingTax.Or(0), paid)
	m.shipping, m.shippingOff = paid-m.shippingTax, 0
}

// add adds an item to its order.
func (m amazonMoney) add(r *row, d *record.Order) error {
	off := min(m.shippingOff.Or(0), m.shipping.Or(0))
	d.Gross += m.price.Or(0) + m.wrap.Or(0)
	d.Discount += m.discount.Or(0)
	d.Shipping += m.shipping.Or(0) - off
	d.Tax += m.tax.Or(0) + m.shippingTax.Or(0) + m.wrapTax.Or(0)
	d.Total = d.Gross - d.Discount + d.Shipping + d.Tax
	switch {
	case d.Total < 0 || m.price < 0 && m.price.Known() || m.wrap.Or(0) < 0:
		return r.badIn("tax or discount is more than the price", "itemprice")
	case d.Gross > mostMoney || d.Tax > mostMoney || d.Shipping > mostMoney || d.Discount > mostMoney:
		return r.badIn("too large an amount", "itemprice")
	}
	return nil
}

func (s *amazon) done(_ string, o *amazonOrder) error {
	d := &o.order
	if o.elsewise {
		return nil
	}
	if o.items == 0 {
		d.Status = record.Failed // nothing was ever charged
	}
	if err := s.out.put(d); err != nil {
		return err
	}
	for i := range o.lines {
		if err := s.out.put(&o.lines[i]); err != nil {
			return err
		}
	}
	return nil
}
