package export

import (
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

// payment is a charge of a payment provider: an amount, and what became of it.
type payment struct {
	id         string
	who        record.Who
	at         time.Time
	currency   string
	amount     record.Money
	fee        record.Money
	status     record.Status
	country    string
	refunded   record.Money // positive
	refundedAt time.Time
	lost       record.Money // to a dispute, positive
	lostAt     time.Time
}

// put hands out a payment as an order and its refunds, which never exceed it:
// what was refunded cannot be lost to a dispute once more.
func (p *payment) put(r *row, out *output) error {
	if p.amount < 0 {
		return r.badIn("a negative amount", "amount")
	}
	refunded := p.refunded.Or(0)
	if refunded > p.amount {
		return r.badIn("more was refunded than paid", "amountrefunded")
	}
	o := record.Order{
		Source: "stripe", ID: p.id, Who: p.who, At: p.at, Currency: p.currency,
		Gross: p.amount, Discount: record.None, Shipping: record.None, Tax: record.None, Total: p.amount,
		Fees: p.fee, Status: p.status, Country: p.country,
	}
	if err := out.put(&o); err != nil {
		return err
	}
	if p.status == record.Failed || p.status == record.Pending || p.status == record.Draft {
		return nil
	}
	back := record.Refund{Source: o.Source, OrderID: o.ID, Who: o.Who, Currency: o.Currency, OfOrder: true}
	if refunded > 0 {
		back.ID, back.At, back.Amount = o.ID+":refund", p.refundedAt, refunded
		if err := out.put(&back); err != nil {
			return err
		}
	}
	if lost := min(p.lost.Or(0), p.amount-refunded); lost > 0 {
		back.ID, back.At, back.Amount, back.Reason = o.ID+":dispute", p.lostAt, lost, "dispute"
		return out.put(&back)
	}
	return nil
}
