package export

import (
	"github.com/perennial-clv/perennial/internal/record"
)

// stripeChargesFormat is Stripe's charges as pipelines deliver them: the
// API's names in small letters or capitals, and amounts in the currency's
// minor unit.
func stripeChargesFormat() *Format {
	return &Format{
		Name: "stripe-charges", Title: "Stripe charges from a pipeline", Kind: record.Orders, Source: "stripe",
		Note:  "Amounts are read as cents, or as whole units in currencies without cents. Refunds have no date of their own here: they count at the charge's date.",
		times: []string{"created"},
		match: func(h *header) int {
			if h.has("amount", "created") && h.any("chargeid", "id", "invoiceid") && h.any("amountrefunded", "outcometype", "balancetransactionid", "outcomenetworkstatus") {
				return 85
			}
			return 0
		},
		reader: func(h *header, o Options, out *output) (rows, error) {
			if !h.has("currency") && o.Currency == "" {
				out.notice("warning", "cents-assumed", "The file has no column of currencies: amounts were read as hundredths.")
			}
			return &stripeCharges{opt: o, out: out}, nil
		},
	}
}

type stripeCharges struct {
	opt Options
	out *output
}

func (s *stripeCharges) next(r *row) error {
	id, err := r.need("id", "chargeid", "id", "paymentintentid", "invoiceid")
	if err != nil {
		return err
	}
	p := payment{id: id, status: stripePaymentStatus(r), who: stripeWho(r), fee: record.None}
	if p.at, err = r.needWhen(true, "date", "created"); err != nil {
		return err
	}
	if p.currency, err = r.coin(s.opt.Currency, "currency"); err != nil {
		return err
	}
	if p.amount, err = r.minor(p.currency, "amount"); err != nil {
		return err
	}
	if !p.amount.Known() {
		return r.badIn("no amount", "amount")
	}
	if p.refunded, err = r.minor(p.currency, "amountrefunded"); err != nil {
		return err
	}
	if yes := r.flag("refunded"); !p.refunded.Known() && yes != nil && *yes {
		p.refunded = p.amount // the flag is set on what was refunded as a whole
	}
	p.country = r.text("billingdetailsaddresscountry", "cardcountry")
	return p.put(r, s.out)
}

func (s *stripeCharges) finish() error { return nil }

// minor is a cell's amount in a currency's minor unit, in major units.
func (r *row) minor(currency string, names ...string) (record.Money, error) {
	m, err := r.money(names...)
	if err == nil && m.Known() && m%record.Micros != 0 {
		err = r.badIn("not a whole number of cents: the amounts of this format are in minor units", names...)
	}
	return cents(m, currency), err
}
