package export

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

// squareItemsFormat is the Items CSV of Square: a row a line of a
// transaction.
func squareItemsFormat() *Format {
	return &Format{
		Name: "square-items", Title: "Square items", Kind: record.Orders, Source: "square",
		Note: "An order is the sum of its items: tips, service charges and fees are in the Transactions export. Import that one last if you import both.",
		match: func(h *header) int {
			squareWords(h)
			if h.has("date", "time", "item", "qty", "grosssales", "netsales", "transactionid") && !h.has("totalcollected") {
				return 90
			}
			return 0
		},
		reader: func(h *header, o Options, out *output) (rows, error) {
			squareWords(h)
			s := &squareItems{till: newTill(h, o, out)}
			s.orders = newAssembler(out, func() squareOrder { return squareOrder{} }, nil, s.done)
			return s, nil
		},
	}
}

type squareItems struct {
	till
	orders *assembler[squareOrder]
}

// squareOrder is one transaction's sales and what came back in it.
type squareOrder struct {
	order, back record.Order
	lines       []record.Line
	sold, given bool
}

func (s *squareItems) next(r *row) error {
	id, err := r.need("transaction id", "transactionid")
	if err != nil {
		return err
	}
	return s.orders.take(r, id, func(o *squareOrder) error { return s.item(r, o) })
}

func (s *squareItems) broken(r *row, f *fault) error {
	if id := r.text("transactionid"); id != "" {
		return s.orders.spoil(r, id, f)
	}
	return nil
}

func (s *squareItems) finish() error { return s.orders.finish() }

func (s *squareItems) item(r *row, o *squareOrder) error {
	m, err := readSquareMoney(r)
	if err != nil {
		return err
	}
	at, err := s.at(r)
	if err != nil {
		return err
	}
	if giftCard(r) {
		return nil
	}
	net := m.net.Or(m.gross - magnitude(m.discount))
	sum, refund := &o.order, strings.EqualFold(r.text("eventtype"), "refund") || net < 0
	if refund {
		sum = &o.back
		o.given = true
	} else {
		o.sold = true
	}
	if sum.At.IsZero() || at.Before(sum.At) {
		sum.At = at
	}
	if who := s.who(r); who.Known() && !sum.Who.Known() {
		sum.Who = who
	}
	if m.tax < 0 && !refund {
		return r.badIn("a negative amount", "tax")
	}
	sum.Tax += m.tax
	sum.Total += net + m.tax
	sum.Discount += magnitude(m.discount)
	if magnitude(sum.Total) > mostMoney || sum.Discount > mostMoney || magnitude(sum.Tax) > mostMoney {
		return r.badIn("too large an amount", "grosssales")
	}
	if refund {
		return nil
	}
	l := record.Line{
		SKU: r.text("sku"), Product: r.text("token"), Name: r.text("item"), Discount: magnitude(m.discount), Total: net,
	}
	if l.Quantity, err = r.money("qty"); err != nil {
		return err
	}
	l.Price = each(net+l.Discount, l.Quantity)
	o.lines = append(o.lines, l)
	return nil
}

// giftCard reports a gift card sold, which is no revenue.
func giftCard(r *row) bool {
	for _, c := range []string{"itemizationtype", "category", "item"} {
		if t := strings.ToLower(strings.ReplaceAll(r.text(c), " ", "")); t == "giftcard" || t == "egiftcard" {
			return true
		}
	}
	return false
}

func (s *squareItems) done(id string, o *squareOrder) error {
	if o.sold {
		d := &o.order
		d.Source, d.ID, d.Currency, d.Status = "square", id, s.currency, record.Paid
		d.Shipping, d.Fees = record.None, record.None
		d.Gross = d.Total - d.Tax + d.Discount
		if err := s.out.put(d); err != nil {
			return err
		}
		for i := range o.lines {
			l := &o.lines[i]
			l.Source, l.OrderID, l.No = d.Source, id, i+1
			if err := s.out.put(l); err != nil {
				return err
			}
		}
	}
	if !o.given || o.back.Total >= 0 {
		return nil
	}
	b := &o.back
	return s.out.put(&record.Refund{
		Source: "square", ID: id + ":refund", OrderID: id, Who: b.Who, At: b.At, Currency: s.currency, Amount: -b.Total,
	})
}
