package export

import (
	"github.com/perennial-clv/perennial/internal/record"
)

// stripeCustomersFormat is the export of the Dashboard's Customers page. The
// user chooses columns, and metadata comes in columns of its own.
func stripeCustomersFormat() *Format {
	return &Format{
		Name: "stripe-customers", Title: "Stripe customers", Kind: record.Customers, Source: "stripe",
		times: []string{"createdutc", "createddateutc"},
		match: func(h *header) int {
			if h.has("id", "email") && h.any("createdutc", "createddateutc") && !h.any("amount", "amountdue", "status") &&
				h.any("description", "name", "delinquent", "totalspend", "paymentcount", "accountbalance", "defaultsource") {
				return 70
			}
			return 0
		},
		reader: func(_ *header, o Options, out *output) (rows, error) {
			return &stripeCustomers{opt: o, out: out}, nil
		},
	}
}

type stripeCustomers struct {
	opt Options
	out *output
}

func (s *stripeCustomers) next(r *row) error {
	id, err := r.need("id", "id")
	if err != nil {
		return err
	}
	c := record.Customer{
		Source: "stripe", ID: id, Name: r.text("name", "cardname", "shippingname"),
		Who:     record.Who{ID: id, Email: record.NormalEmail(r.text("email")), Phone: phone(r, "phone", "shippingphone")},
		Country: r.text("addresscountry", "cardaddresscountry", "shippingaddresscountry"),
		City:    r.text("addresscity", "cardaddresscity", "shippingaddresscity"),
	}
	if c.CreatedAt, err = r.when(true, "createdutc", "createddateutc"); err != nil {
		return err
	}
	if c.Spent, err = r.money("totalspend"); err != nil {
		return err
	}
	if c.Orders, err = r.whole("paymentcount"); err != nil {
		return err
	}
	if c.Currency, err = r.coin(s.opt.Currency, "currency"); err != nil {
		return err
	}
	return s.out.put(&c)
}

func (s *stripeCustomers) finish() error { return nil }
