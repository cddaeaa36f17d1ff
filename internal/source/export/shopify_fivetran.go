package export

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

// shopifyFivetranFormat is the orders table of Fivetran's Shopify package: a
// row an order, times in UTC, refunds added up.
func shopifyFivetranFormat() *Format {
	return &Format{
		Name: "shopify-fivetran", Title: "Shopify orders via Fivetran", Kind: record.Orders, Source: "shopify",
		Note:  "Refunds are added up an order, without a date of their own: they count at the order's date. The table has no lines.",
		times: []string{"createdtimestamp", "createdat", "processedtimestamp"},
		match: func(h *header) int {
			if h.has("orderid", "financialstatus", "totalprice") && h.any("totallineitemsprice", "subtotalprice", "sourcerelation", "createdtimestamp") {
				return 92
			}
			return 0
		},
		reader: func(_ *header, o Options, out *output) (rows, error) {
			return &shopifyFivetran{opt: o, out: out}, nil
		},
	}
}

type shopifyFivetran struct {
	opt   Options
	out   *output
	sums  unbalanced
	vague int // orders that are called refunded, without an amount
}

func (s *shopifyFivetran) next(r *row) error {
	id, err := r.need("id", "orderid")
	if err != nil {
		return err
	}
	o := record.Order{
		Source: "shopify", ID: id, Fees: record.None, Channel: r.text("sourcename"), Coupon: r.text("discountcodes", "discountcode"),
		Country: r.text("billingaddresscountrycode", "shippingaddresscountrycode"),
		Who: record.Who{
			ID: r.text("customerid"), Email: record.NormalEmail(r.text("email")), Phone: phone(r, "phone", "billingaddressphone"),
		},
	}
	if o.At, err = r.needWhen(true, "date", "createdtimestamp", "createdat", "processedtimestamp"); err != nil {
		return err
	}
	if o.Currency, err = r.coin(s.opt.Currency, "currency"); err != nil {
		return err
	}
	cancelled, err := r.when(true, "cancelledtimestamp", "cancelledat")
	if err != nil {
		return err
	}
	o.Status = shopifyStatus(strings.ToLower(r.text("financialstatus")), !cancelled.IsZero())
	if yes := r.flag("istestorder", "test"); yes != nil && *yes {
		o.Status = record.Draft
	}
	if yes := r.flag("isdeleted", "fivetrandeleted"); yes != nil && *yes {
		o.Status = record.Failed
	}
	m, refunded, err := s.money(r)
	if err != nil {
		return err
	}
	tip, adds, err := m.balance(&o)
	if err != nil {
		return r.badIn(err.Error(), "totalprice")
	}
	if refunded > o.Total+tip {
		return r.badIn("more was refunded than paid", "refundsubtotal")
	}
	if !adds {
		s.sums.add(id)
	}
	if err := s.out.put(&o); err != nil || o.Status == record.Failed || o.Status == record.Draft {
		return err
	}
	if refunded = min(refunded, o.Total); refunded <= 0 {
		if strings.Contains(r.text("financialstatus"), "refunded") {
			s.vague++
		}
		return nil
	}
	return s.out.put(&record.Refund{Source: o.Source, ID: id + ":refund", OrderID: id, Who: o.Who, Currency: o.Currency, Amount: refunded, OfOrder: true})
}

func (s *shopifyFivetran) finish() error {
	s.sums.say(s.out)
	if s.vague > 0 {
		s.out.notice("warning", "refund-unknown", "%d %s called refunded with no amount that went back: none was taken off.", s.vague, plural(s.vague, "order"))
	}
	return nil
}

// money reads an order's parts and what of it was refunded: goods, their tax,
// and what was adjusted, which is negative when money went back.
func (s *shopifyFivetran) money(r *row) (m shopifyMoney, refunded record.Money, err error) {
	var goods, tax, adjusted, adjustedTax record.Money
	for _, c := range []struct {
		to    *record.Money
		names []string
	}{
		{&m.total, []string{"totalprice"}}, {&m.subtotal, []string{"subtotalprice"}}, {&m.tax, []string{"totaltax"}},
		{&m.shipping, []string{"shippingcost", "totalshippingprice"}}, {&m.discount, []string{"totaldiscounts"}},
		{&m.listed, []string{"totallineitemsprice"}}, {&m.tips, []string{"totaltipreceived"}},
		{&goods, []string{"refundsubtotal"}}, {&tax, []string{"refundtotaltax"}},
		{&adjusted, []string{"orderadjustmentamount"}}, {&adjustedTax, []string{"orderadjustmenttaxamount"}},
	} {
		if *c.to, err = r.money(c.names...); err != nil {
			return m, 0, err
		}
	}
	for _, c := range []struct {
		amount record.Money
		name   string
	}{{m.total, "totalprice"}, {m.subtotal, "subtotalprice"}, {m.tax, "totaltax"}, {m.shipping, "shippingcost"}, {m.discount, "totaldiscounts"}, {m.tips, "totaltipreceived"}} {
		if c.amount.Known() && c.amount < 0 {
			return m, 0, r.badIn("a negative amount", c.name)
		}
	}
	m.tips = m.tips.Or(0)
	m.listed = m.listed.Plus(m.tips) // as where tips are lines
	if !goods.Known() && !adjusted.Known() && strings.EqualFold(r.text("financialstatus"), "refunded") {
		return m, m.total, nil
	}
	return m, goods.Or(0) + tax.Or(0) - adjusted.Or(0) - adjustedTax.Or(0), nil
}
