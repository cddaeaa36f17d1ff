package export

import (
	"strconv"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

// wooOrdersFormat is the export of WebToffee's plug-in for WooCommerce: a row
// an order, its lines in columns beside each other.
func wooOrdersFormat() *Format {
	return &Format{
		Name: "woocommerce-orders", Title: "WooCommerce orders, WebToffee export", Kind: record.Orders, Source: "woocommerce",
		Note:  "Fees that customers pay count as goods. Refunds are read from refund_items where that column is in the file; without it only orders refunded as a whole are known to be.",
		times: []string{"orderdate", "paiddate"},
		match: func(h *header) int {
			if h.has("orderid", "orderdate", "status", "ordertotal") && h.any("ordernumber", "ordersubtotal", "ordercurrency", "shippingtotal", "productitem1name", "lineitem1") {
				return 90
			}
			return 0
		},
		reader: func(_ *header, o Options, out *output) (rows, error) {
			return &wooOrders{opt: o, out: out}, nil
		},
	}
}

type wooOrders struct {
	opt  Options
	out  *output
	sums unbalanced
}

func (s *wooOrders) next(r *row) error {
	id, err := r.need("id", "orderid")
	if err != nil {
		return err
	}
	o := record.Order{
		Source: "woocommerce", ID: id, Fees: record.None, Country: r.text("billingcountry", "shippingcountry"),
		Channel: r.text("metawcorderattributionutmsource", "metawcorderattributionsourcetype"), Coupon: wooCoupon(r.text("couponitems")),
		Who: record.Who{Email: record.NormalEmail(r.text("billingemail", "customeremail")), Phone: phone(r, "billingphone")},
	}
	if n := r.text("customerid", "customeruser"); n != "0" && !strings.Contains(n, "@") {
		o.Who.ID = n // 0 is a guest
	}
	if o.At, err = r.needWhen(false, "date", "orderdate"); err != nil {
		return err
	}
	if o.Currency, err = r.coin(s.opt.Currency, "ordercurrency"); err != nil {
		return err
	}
	var whole bool
	o.Status, whole = wooStatus(r.text("status"), r.text("paiddate", "refunditems") != "")
	if err := s.money(r, &o); err != nil {
		return err
	}
	lines, err := wooLines(r)
	if err != nil {
		return err
	}
	refunds, err := s.refunds(r, &o, whole)
	if err != nil {
		return err
	}
	if err := s.out.put(&o); err != nil {
		return err
	}
	for i := range lines {
		l := &lines[i]
		l.Source, l.OrderID, l.No = o.Source, o.ID, i+1
		if err := s.out.put(l); err != nil {
			return err
		}
	}
	if o.Status == record.Failed || o.Status == record.Draft {
		return nil // no money was taken
	}
	for i := range refunds {
		if err := s.out.put(&refunds[i]); err != nil {
			return err
		}
	}
	return nil
}

func (s *wooOrders) finish() error {
	s.sums.say(s.out)
	return nil
}

// money takes the goods for what shipping and tax leave of the total. The
// total of taxes has those on shipping and fees in it, but for old versions,
// where they stand beside it: the sum tells.
func (s *wooOrders) money(r *row, o *record.Order) (err error) {
	var subtotal, fee, shippingTax, feeTax record.Money
	for _, c := range []struct {
		to   *record.Money
		name string
	}{
		{&o.Total, "ordertotal"}, {&o.Shipping, "shippingtotal"}, {&o.Tax, "taxtotal"}, {&subtotal, "ordersubtotal"},
		{&fee, "feetotal"}, {&shippingTax, "shippingtaxtotal"}, {&feeTax, "feetaxtotal"},
	} {
		if *c.to, err = r.money(c.name); err != nil {
			return err
		}
		if c.to != &fee && c.to.Known() && *c.to < 0 {
			return r.badIn("a negative amount", c.name)
		}
	}
	if !o.Total.Known() {
		return r.badIn("no total", "ordertotal")
	}
	if o.Discount, err = r.discounts(); err != nil {
		return err
	}
	sum := subtotal.Or(0) + fee.Or(0) - o.Discount.Or(0) + o.Shipping.Or(0) + o.Tax.Or(0)
	if rest := o.Total - sum; subtotal.Known() && rest != 0 {
		if beside := shippingTax.Or(0) + feeTax.Or(0); rest == beside || rest == shippingTax {
			o.Tax = o.Tax.Plus(rest)
		} else {
			s.sums.add(o.ID)
		}
	}
	goods := o.Total.Minus(o.Shipping).Minus(o.Tax)
	if goods < 0 {
		return r.badIn("the order's total is less than its shipping and tax", "ordertotal")
	}
	o.Gross = goods.Plus(o.Discount)
	return nil
}

// discounts are what was taken off an order: the total, else its two parts.
func (r *row) discounts() (record.Money, error) {
	all, err := r.positive("discounttotal")
	if err != nil || all.Known() {
		return all, err
	}
	cart, err := r.positive("cartdiscount")
	if err != nil {
		return cart, err
	}
	order, err := r.positive("orderdiscount")
	return cart.Plus(order), err
}

// fields reads "code:MAY|amount:5.00".
func fields(text string) map[string]string {
	out := map[string]string{}
	for part := range strings.SplitSeq(text, "|") {
		if name, v, ok := strings.Cut(part, ":"); ok {
			out[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(v)
		}
	}
	return out
}

func wooCoupon(text string) string {
	if code := fields(text)["code"]; code != "" {
		return code
	}
	if strings.Contains(text, "|") {
		return ""
	}
	return text
}

// refunds are those of refund_items, separated by semicolons; without them an
// order that was refunded as a whole gives its total.
func (s *wooOrders) refunds(r *row, o *record.Order, whole bool) ([]record.Refund, error) {
	var out []record.Refund
	var sum record.Money
	back := record.Refund{Source: o.Source, OrderID: o.ID, Who: o.Who, Currency: o.Currency}
	for item := range strings.SplitSeq(r.text("refunditems"), ";") {
		f := fields(item)
		if f["amount"] == "" {
			continue
		}
		amount, _, ok := r.style.money(f["amount"])
		if !ok || magnitude(amount) > mostMoney {
			return nil, r.badIn("not an amount of money", "refunditems")
		}
		b := back
		b.ID, b.Amount, b.Reason = o.ID+":refund:"+strconv.Itoa(len(out)+1), magnitude(amount), f["reason"]
		if f["date"] != "" {
			at, ok := parseTime(f["date"], r.zone, r.dates)
			if !ok {
				return nil, r.badIn("not a date or time", "refunditems")
			}
			b.At = at
		} else {
			b.At = time.Time{}
		}
		if b.Amount > 0 {
			out = append(out, b)
		}
		if sum += b.Amount; sum > o.Total {
			return nil, r.badIn("more was refunded than paid", "refunditems")
		}
	}
	if whole && len(out) == 0 && o.Total > 0 {
		back.ID, back.Amount = o.ID+":refund", o.Total
		out = append(out, back)
	}
	return out, nil
}

// wooLines reads Product Item 1 Name and so on, else line_item_1 and so on.
func wooLines(r *row) ([]record.Line, error) {
	var out []record.Line
	for n := 1; ; n++ {
		item, line := "productitem"+strconv.Itoa(n), "lineitem"+strconv.Itoa(n)
		if !r.any(item+"name", item+"id", line) {
			return out, nil
		}
		cells := map[string]string{}
		for _, c := range []string{"name", "id", "sku", "quantity", "total", "subtotal"} {
			cells[c] = r.text(item + c)
		}
		in := item
		if cells["name"] == "" && cells["id"] == "" {
			f := fields(r.text(line))
			cells = map[string]string{"name": f["name"], "id": f["product_id"], "sku": f["sku"], "quantity": f["quantity"], "total": f["total"], "subtotal": f["sub_total"]}
			in = line
		}
		if cells["name"] == "" && cells["id"] == "" {
			continue
		}
		l, bad := wooLine(r.style, cells)
		if bad != "" {
			if in != line {
				in = item + bad
			}
			return nil, r.badIn("the line's "+bad+" is not a number", in)
		}
		out = append(out, l)
	}
}

// wooLine makes a line of its sums before and after discount. bad names a
// cell that is no number.
func wooLine(s style, cells map[string]string) (l record.Line, bad string) {
	read := func(name string) record.Money {
		if cells[name] == "" {
			return record.None
		}
		m, _, ok := s.money(cells[name])
		if !ok || magnitude(m) > mostMoney {
			bad = name
		}
		return m
	}
	quantity, total, before := read("quantity"), read("total"), read("subtotal")
	l = record.Line{
		Name: cells["name"], Product: cells["id"], SKU: cells["sku"],
		Quantity: quantity, Price: record.None, Discount: record.None, Total: total,
	}
	if before.Known() && total.Known() && before >= total {
		l.Discount = before - total
	}
	l.Price = each(before, quantity)
	return l, bad
}
