package export

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

// stripePaymentsFormat is the export of the Dashboard's Payments page, whose
// columns the user chooses.
func stripePaymentsFormat() *Format {
	return &Format{
		Name: "stripe-payments", Title: "Stripe payments", Kind: record.Orders, Source: "stripe",
		Note:  "A payment is one amount: what of it was tax, shipping or discount is not known. Import payments or invoices, not both: they are the same money.",
		times: []string{"createdutc", "createddateutc", "refundeddateutc"},
		match: func(h *header) int {
			if h.has("id", "amount") && h.any("createdutc", "createddateutc") &&
				h.any("amountrefunded", "sellermessage", "convertedamount", "captured", "paymentintentid") && !h.any("interval", "plan", "startutc", "amountdue") {
				return 90
			}
			return 0
		},
		reader: func(_ *header, o Options, out *output) (rows, error) {
			return &stripePayments{opt: o, out: out}, nil
		},
	}
}

type stripePayments struct {
	opt     Options
	out     *output
	foreign int // payments settled in another currency
	vague   int // payments refunded in part, nobody says how much
}

func (s *stripePayments) next(r *row) error {
	id, err := r.need("id", "id")
	if err != nil {
		return err
	}
	p := payment{id: id, status: stripePaymentStatus(r)}
	if p.at, err = r.needWhen(true, "date", "createdutc", "createddateutc"); err != nil {
		return err
	}
	if p.currency, err = r.coin(s.opt.Currency, "currency"); err != nil {
		return err
	}
	if p.amount, err = r.needMoney("amount", "amount"); err != nil {
		return err
	}
	if p.refunded, err = r.positive("amountrefunded"); err != nil {
		return err
	}
	if !p.refunded.Known() { // the user left the column out
		switch state := strings.ToLower(r.text("status")); {
		case state == "refunded":
			p.refunded = p.amount
		case strings.Contains(state, "refund"):
			s.vague++
		}
	}
	if p.refundedAt, err = r.when(true, "refundeddateutc"); err != nil {
		return err
	}
	if p.fee, err = r.money("fee"); err != nil {
		return err
	}
	settled, err := r.coin("", "convertedcurrency")
	if err != nil {
		return err
	}
	if settled != "" && settled != p.currency {
		s.foreign++
		p.fee = record.None // it is in the other currency
	}
	if stripeLost(r) {
		if p.lost, err = r.positive("disputedamount"); err != nil {
			return err
		}
		if p.lostAt, err = r.when(true, "disputedateutc"); err != nil {
			return err
		}
		if !p.lost.Known() {
			p.lost = p.amount
		}
	}
	p.who = stripeWho(r)
	p.country = r.text("cardaddresscountry", "shippingaddresscountry", "cardissuecountry")
	return p.put(r, s.out)
}

func (s *stripePayments) finish() error {
	if s.vague > 0 {
		s.out.notice("warning", "refund-unknown", "%d %s refunded in part, but the file has no column Amount Refunded: what was refunded is not known.", s.vague, plural(s.vague, "payment"))
	}
	if s.foreign > 0 {
		s.out.notice("info", "settled-elsewhere", "%d %s settled in another currency. Amounts are in the currency that customers paid; Stripe's fees are in the other one there and were left out.", s.foreign, plural(s.foreign, "payment"))
	}
	return nil
}

// stripeWho is the customer of a payment, a subscription or an invoice.
func stripeWho(r *row) record.Who {
	return record.Who{
		ID:    r.text("customerid", "customer", "cardcustomerid"),
		Email: record.NormalEmail(r.text("customeremail", "receiptemail", "email", "customeremailmetadata", "emailmetadata", "billingdetailsemail", "billingemail")),
		Phone: phone(r, "customerphone", "phone"),
	}
}

// stripePaymentStatus reads the Dashboard's words and the API's.
func stripePaymentStatus(r *row) record.Status {
	if strings.EqualFold(r.text("mode"), "test") || isFalse(r.flag("livemode")) {
		return record.Draft
	}
	status := strings.NewReplacer(" ", "", "_", "").Replace(strings.ToLower(r.text("status")))
	if status == "" {
		switch strings.ToLower(r.text("outcometype")) {
		case "blocked", "issuerdeclined", "issuer_declined", "invalid":
			return record.Failed
		}
		if isFalse(r.flag("paid")) {
			return record.Failed
		}
	}
	switch status {
	case "failed", "canceled", "cancelled", "blocked", "incomplete", "expired", "requirespaymentmethod", "void", "voided", "declined":
		return record.Failed
	case "pending", "uncaptured", "processing", "requiresaction", "requirescapture", "requiresconfirmation", "inreview":
		return record.Pending
	}
	if isFalse(r.flag("captured")) {
		return record.Pending
	}
	return record.Paid
}

func isFalse(b *bool) bool { return b != nil && !*b }

// stripeLost reports whether a dispute took the money back for good.
func stripeLost(r *row) bool {
	return strings.EqualFold(r.text("disputestatus"), "lost")
}
