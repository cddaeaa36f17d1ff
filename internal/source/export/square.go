package export

import (
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

// squareTransactionsFormat is the Transactions CSV of Square: a row a payment
// or a refund.
func squareTransactionsFormat() *Format {
	return &Format{
		Name: "square-transactions", Title: "Square transactions", Kind: record.Orders, Source: "square",
		Note: "Tips and gift cards sold are no revenue and are left out; service charges count as goods. Which payment a refund belongs to is only known where both have one transaction id.",
		match: func(h *header) int {
			squareWords(h)
			if h.has("date", "time", "grosssales", "netsales", "totalcollected") && h.any("transactionid", "paymentid") {
				return 90
			}
			return 0
		},
		reader: func(h *header, o Options, out *output) (rows, error) {
			squareWords(h)
			return &squareTransactions{till: newTill(h, o, out), refunds: newImpliedRefunds()}, nil
		},
	}
}

// squareWords makes French and Spanish column names English ones.
func squareWords(h *header) {
	if !h.any("ventesbrutes", "ventasbrutas") {
		return
	}
	h.alias(map[string]string{
		"heure": "time", "fuseauhoraire": "timezone", "ventesbrutes": "grosssales", "remises": "discounts", "ventesnettes": "netsales", "taxe": "tax", "taxes": "tax", "pourboire": "tip",
		"totalpercu": "totalcollected", "totalencaisse": "totalcollected", "frais": "fees", "identifiantdetransaction": "transactionid", "iddetransaction": "transactionid", "iddelatransaction": "transactionid",
		"iddepaiement": "paymentid", "idclient": "customerid", "iddeclient": "customerid", "typedevenement": "eventtype",
		"fecha": "date", "hora": "time", "zonahoraria": "timezone", "ventasbrutas": "grosssales", "descuentos": "discounts", "ventasnetas": "netsales", "impuesto": "tax", "impuestos": "tax", "propina": "tip",
		"totalcobrado": "totalcollected", "comisiones": "fees", "iddetransaccion": "transactionid", "iddelatransaccion": "transactionid", "iddepago": "paymentid", "iddelcliente": "customerid", "iddecliente": "customerid", "tipodeevento": "eventtype",
		"articulo": "item", "cantidad": "qty", "article": "item", "quantite": "qty", "qte": "qty",
	})
}

// till is what Square's two exports have in common.
type till struct {
	opt      Options
	out      *output
	dates    string
	currency string
	zones    zones
}

func newTill(h *header, o Options, out *output) till {
	t := till{opt: o, out: out, zones: zones{}, currency: strings.ToUpper(o.Currency)}
	if t.dates = o.Dates; t.dates == "" {
		t.dates = out.dayOrder(h.values("date"))
	}
	if t.currency == "" {
		t.currency = symbolOf(h, out, "grosssales", "netsales", "totalcollected")
	}
	return t
}

// at joins the columns of date, time and zone.
func (t till) at(r *row) (time.Time, error) {
	date, err := r.need("date", "date")
	if err != nil {
		return time.Time{}, err
	}
	zone := r.zone
	if name := r.text("timezone"); name != "" {
		if zone = t.zones.named(name); zone == nil {
			return time.Time{}, r.badIn("not a time zone that is known", "timezone")
		}
	}
	at, ok := parseTime(date+" "+r.text("time"), zone, t.dates)
	if !ok {
		return time.Time{}, r.badIn("not a date and time", "date")
	}
	if at.Year() < 1970 || !r.latest.IsZero() && at.After(r.latest) {
		return time.Time{}, r.badIn("a date before 1970 or in the future", "date")
	}
	return at, nil
}

// who is the customer of Square's directory, or the business's own.
func (t till) who(r *row) record.Who {
	return record.Who{ID: r.text("customerid"), External: r.text("customerreferenceid")}
}

type squareTransactions struct {
	till
	refunds *impliedRefunds
	sums    unbalanced
	bare    int // rows of tips and gift cards alone
}

func (s *squareTransactions) next(r *row) error {
	id, err := r.need("transaction id", "transactionid", "paymentid")
	if err != nil {
		return err
	}
	o := record.Order{
		Source: "square", ID: id, Who: s.who(r), Shipping: record.None, Currency: s.currency,
		Channel: r.text("channel", "source"), Coupon: r.text("discountname"), Status: squareStatus(r.text("transactionstatus")),
	}
	if o.At, err = s.at(r); err != nil {
		return err
	}
	m, err := readSquareMoney(r)
	if err != nil {
		return err
	}
	if strings.EqualFold(r.text("eventtype"), "refund") || m.own() < 0 {
		return s.refund(r, &o, m)
	}
	if m.own() == 0 && m.gross == 0 && (m.tip != 0 || m.gift != 0) {
		s.bare++
		return nil
	}
	if err := s.balance(r, &o, m); err != nil {
		return err
	}
	if o.Status == record.Paid {
		s.refunds.imply(&o, magnitude(m.partly.Or(0)))
	}
	return s.out.put(&o)
}

func (s *squareTransactions) finish() error {
	s.sums.say(s.out)
	if s.bare > 0 {
		s.out.notice("info", "no-revenue", "%d %s of tips or gift cards sold alone: no revenue, so no orders.", s.bare, plural(s.bare, "payment"))
	}
	return s.refunds.finish(s.out)
}

func squareStatus(text string) record.Status {
	switch strings.ToLower(text) {
	case "failed", "voided", "void", "declined", "canceled", "cancelled":
		return record.Failed
	case "pending", "authorized":
		return record.Pending
	}
	return record.Paid
}

// squareMoney is a row's money. What is not stated is zero, but net, total
// and partly may be None.
type squareMoney struct {
	gross, discount, service, net, tax, tip, gift, partly, total, fee, others record.Money
}

func readSquareMoney(r *row) (m squareMoney, err error) {
	for _, c := range []struct {
		to   *record.Money
		name string
	}{
		{&m.gross, "grosssales"}, {&m.discount, "discounts"}, {&m.service, "servicecharges"}, {&m.net, "netsales"}, {&m.tax, "tax"},
		{&m.tip, "tip"}, {&m.gift, "giftcardsales"}, {&m.partly, "partialrefunds"}, {&m.total, "totalcollected"}, {&m.fee, "fees"}, {&m.others, "thirdpartyfees"},
	} {
		if *c.to, err = r.money(c.name); err != nil {
			return m, err
		}
	}
	for _, p := range []*record.Money{&m.gross, &m.discount, &m.service, &m.tax, &m.tip, &m.gift} {
		*p = p.Or(0)
	}
	return m, nil
}

// own is what was collected without tips, gift cards and what was given back
// of it later.
func (m squareMoney) own() record.Money {
	if !m.total.Known() {
		return m.net.Or(m.gross-magnitude(m.discount)) + m.tax
	}
	return m.total - m.tip - m.gift - m.partly.Or(0)
}

// balance writes a payment's money so that it adds up: goods are what tax
// leaves of what was collected, service charges among them.
func (s *squareTransactions) balance(r *row, o *record.Order, m squareMoney) error {
	o.Total, o.Tax, o.Discount = m.own(), m.tax, magnitude(m.discount)
	if m.fee.Known() || m.others.Known() {
		o.Fees = magnitude(m.fee.Or(0)) + magnitude(m.others.Or(0))
	} else {
		o.Fees = record.None
	}
	goods := o.Total - o.Tax
	if goods < 0 || o.Tax < 0 {
		return r.badIn("tax is negative or more than what was collected", "tax")
	}
	o.Gross = goods + o.Discount
	switch o.Gross {
	case m.gross, m.gross + m.service, m.gross - m.tax, m.gross + m.service - m.tax: // with tax in prices, the latter two
	default:
		s.sums.add(o.ID)
	}
	return nil
}

// refund hands out a refund. Tips and gift cards that went back were never
// revenue.
func (s *squareTransactions) refund(r *row, o *record.Order, m squareMoney) error {
	if o.Status != record.Paid {
		return nil // a refund that did not go through
	}
	back := -(m.total.Or(0) - m.tip - m.gift)
	if !m.total.Known() {
		back = -m.own()
	}
	if back < 0 {
		return r.badIn("a refund that collects money", "totalcollected")
	}
	if back == 0 {
		return nil
	}
	return s.refunds.row(s.out, &record.Refund{
		Source: o.Source, OrderID: o.ID, Who: o.Who, At: o.At, Currency: o.Currency, Amount: back, Reason: r.text("refundreason"),
	})
}
