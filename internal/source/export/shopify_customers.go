package export

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

// shopifyCustomersFormat is the export of the Customers page as it is now:
// addresses in columns that begin with Default Address, and an id.
func shopifyCustomersFormat() *Format {
	return &Format{
		Name: "shopify-customers", Title: "Shopify customers", Kind: record.Customers, Source: "shopify",
		Note: "Total Spent is kept as Shopify adds it up, without a currency; no value is computed from it.",
		match: func(h *header) int {
			if h.has("customerid", "email", "totalspent", "totalorders") && h.any("acceptsemailmarketing", "defaultaddresscountrycode", "taxexempt") {
				return 80
			}
			return 0
		},
		reader: shopifyCustomersReader,
	}
}

// shopifyCustomersOldFormat is the same export as it was until 2023: plain
// names of address columns, and no id.
func shopifyCustomersOldFormat() *Format {
	return &Format{
		Name: "shopify-customers-old", Title: "Shopify customers, older export", Kind: record.Customers, Source: "shopify",
		Note: "The older export has no ids: a customer is an e-mail address, else a telephone number. Total Spent is kept as Shopify adds it up, without a currency; no value is computed from it.",
		match: func(h *header) int {
			if h.has("firstname", "lastname", "email", "totalspent", "totalorders") && !h.has("customerid") && h.any("acceptsemailmarketing", "acceptsmarketing", "taxexempt") {
				return 80
			}
			return 0
		},
		reader: shopifyCustomersReader,
	}
}

func shopifyCustomersReader(_ *header, o Options, out *output) (rows, error) {
	return &shopifyCustomers{opt: o, out: out}, nil
}

type shopifyCustomers struct {
	opt Options
	out *output
}

func (s *shopifyCustomers) next(r *row) (err error) {
	c := record.Customer{
		Source: "shopify", ID: r.text("customerid"),
		Who:     record.Who{Email: record.NormalEmail(r.text("email")), Phone: phone(r, "phone", "defaultaddressphone")},
		Name:    strings.TrimSpace(r.text("firstname") + " " + r.text("lastname")),
		Country: r.text("defaultaddresscountrycode", "countrycode", "country"),
		City:    r.text("defaultaddresscity", "city"),
		Tags:    r.text("tags"),
		Consent: r.flag("acceptsemailmarketing", "acceptsmarketing"), Currency: strings.ToUpper(s.opt.Currency),
	}
	c.Who.ID = c.ID
	for _, id := range []string{c.Who.Email, c.Who.Phone} {
		if c.ID == "" {
			c.ID = id
		}
	}
	if c.ID == "" {
		return r.badIn("nothing names the customer: no id, e-mail address or whole telephone number", "customerid", "email")
	}
	if c.Spent, err = r.money("totalspent"); err != nil {
		return err
	}
	if c.Orders, err = r.whole("totalorders"); err != nil {
		return err
	}
	return s.out.put(&c)
}

func (s *shopifyCustomers) finish() error { return nil }
