package export

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

// stripeInvoicesFormat is the export of the Dashboard's Invoices page, mapped
// by name.
func stripeInvoicesFormat() *Format {
	return &Format{
		Name: "stripe-invoices", Title: "Stripe invoices", Kind: record.Orders, Source: "stripe",
		Note:  "Paid invoices are orders, open ones pending. Refunds are not in the file. Import payments or invoices, not both: they are the same money.",
		times: []string{"dateutc", "createdutc", "createddateutc"},
		match: func(h *header) int {
			if h.has("id", "amountdue") && h.any("customer", "customerid", "customeremail") && h.any("dateutc", "createdutc", "createddateutc", "finalizedatutc") {
				return 89
			}
			return 0
		},
		reader: func(_ *header, o Options, out *output) (rows, error) {
			return &stripeInvoices{opt: o, out: out}, nil
		},
	}
}

type stripeInvoices struct {
	opt  Options
	out  *output
	sums unbalanced
}

func (s *stripeInvoices) next(r *row) error {
	id, err := r.need("id", "id")
	if err != nil {
		return err
	}
	o := record.Order{
		Source: "stripe", ID: id, Who: stripeWho(r), Status: invoiceStatus(r), Shipping: record.None, Fees: record.None,
		Coupon: r.text("appliedcoupons", "coupon", "discount"), Country: r.text("customeraddresscountry"),
	}
	if o.At, err = r.needWhen(true, "date", "paidatutc", "finalizedatutc", "dateutc", "createdutc", "createddateutc"); err != nil {
		return err
	}
	if o.Currency, err = r.coin(s.opt.Currency, "currency"); err != nil {
		return err
	}
	if err := s.money(r, &o); err != nil {
		return err
	}
	return s.out.put(&o)
}

func (s *stripeInvoices) finish() error {
	s.sums.say(s.out)
	return nil
}

// money takes the goods for what tax and discount leave of the total.
func (s *stripeInvoices) money(r *row, o *record.Order) (err error) {
	if o.Total, err = r.needMoney("amount", "total", "amountdue"); err != nil {
		return err
	}
	if o.Total < 0 {
		return r.badIn("a credit, which lowers later invoices: no order", "total", "amountdue")
	}
	if o.Tax, err = r.money("tax"); err != nil {
		return err
	}
	if o.Discount, err = r.positive("totaldiscountamount", "discountamount"); err != nil {
		return err
	}
	subtotal, err := r.money("subtotal")
	if err != nil {
		return err
	}
	goods := o.Total.Minus(o.Tax)
	if o.Tax < 0 && o.Tax.Known() || goods < 0 {
		return r.badIn("the tax is negative or more than the total", "tax")
	}
	o.Gross = goods.Plus(o.Discount)
	if subtotal.Known() && subtotal != o.Gross && subtotal != o.Gross.Plus(o.Tax) {
		s.sums.add(o.ID)
	}
	return nil
}

func invoiceStatus(r *row) record.Status {
	switch strings.ToLower(r.text("status")) {
	case "draft":
		return record.Draft
	case "void", "voided", "uncollectible", "deleted":
		return record.Failed
	case "open", "past_due", "unpaid":
		return record.Pending
	case "":
		if isFalse(r.flag("paid")) {
			return record.Pending
		}
	}
	return record.Paid
}
