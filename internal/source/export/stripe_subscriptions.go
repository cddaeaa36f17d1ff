package export

import (
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

// stripeSubscriptionsFormat is the export of the Dashboard's Subscriptions
// page, whose columns the user chooses.
func stripeSubscriptionsFormat() *Format {
	return &Format{
		Name: "stripe-subscriptions", Title: "Stripe subscriptions", Kind: record.Subscriptions, Source: "stripe",
		Note:  "The file shows subscriptions as they are now. Of what happened to them it tells when they and their trial began, when notice was given and when they ended; changes of plan are not in it.",
		times: []string{"createdutc", "startdateutc", "startutc", "currentperiodendutc"},
		match: func(h *header) int {
			if h.has("id", "status") && h.any("customerid", "customeremail", "customer") && !h.any("amountrefunded", "amountdue") &&
				h.any("currentperiodendutc", "currentperiodstartutc", "startutc", "startdateutc", "trialendutc", "canceledatutc", "endedatutc") {
				return 88
			}
			return 0
		},
		reader: func(_ *header, o Options, out *output) (rows, error) {
			return &stripeSubscriptions{opt: o, out: out}, nil
		},
	}
}

type stripeSubscriptions struct {
	opt Options
	out *output
}

func (s *stripeSubscriptions) next(r *row) error {
	id, err := r.need("id", "id")
	if err != nil {
		return err
	}
	v := record.Subscription{
		Source: "stripe", ID: id, Who: stripeWho(r), Plan: r.text("plan", "planname", "product", "productname", "priceid"),
		Status: strings.ToLower(r.text("status")), Reason: r.text("cancellationreason", "cancellationfeedback"),
	}
	if err := s.price(r, &v); err != nil {
		return err
	}
	trial, err := s.times(r, &v)
	if err != nil {
		return err
	}
	if err := s.out.put(&v); err != nil {
		return err
	}
	return s.changes(&v, trial)
}

func (s *stripeSubscriptions) finish() error { return nil }

// price reads what is paid and how often. Stripe's amount is that of one unit.
func (s *stripeSubscriptions) price(r *row, v *record.Subscription) (err error) {
	if v.Currency, err = r.coin(s.opt.Currency, "currency"); err != nil {
		return err
	}
	if v.Quantity, err = r.money("quantity"); err != nil {
		return err
	}
	if v.Amount, err = r.money("amount", "planamount"); err != nil {
		return err
	}
	if v.Amount.Known() && v.Quantity.Known() {
		if v.Amount = v.Amount.Times(v.Quantity); !v.Amount.Known() {
			return r.badIn("too large an amount", "amount", "planamount")
		}
	}
	var known bool
	if v.Interval, v.Every, known = period(r.text("interval", "planinterval"), r.text("intervalcount")); !known {
		return r.badIn("not an interval: day, week, month or year", "interval", "planinterval")
	}
	return nil
}

// period reads "month", "Monthly", "3 months" or "every 2 weeks".
func period(text, count string) (interval string, every int, ok bool) {
	every = 1
	if n, is := number(count); is && count != "" && len(count) < 4 {
		every = n
	}
	for _, word := range strings.Fields(strings.ToLower(text)) {
		if n, is := number(word); is && len(word) < 4 {
			every = n
			continue
		}
		switch word {
		case "every", "per":
		case "day", "days", "daily":
			interval = "day"
		case "week", "weeks", "weekly":
			interval = "week"
		case "month", "months", "monthly":
			interval = "month"
		case "quarter", "quarterly":
			interval, every = "month", 3*every
		case "year", "years", "yearly", "annual", "annually":
			interval = "year"
		default:
			return "", 0, false
		}
	}
	return interval, max(every, 1), interval != "" || text == ""
}

func (s *stripeSubscriptions) times(r *row, v *record.Subscription) (trial time.Time, err error) {
	for _, c := range []struct {
		to    *time.Time
		names []string
	}{
		{&v.CreatedAt, []string{"createdutc", "createddateutc"}},
		{&v.StartedAt, []string{"startdateutc", "startutc", "createdutc", "createddateutc"}},
		{&v.TrialEnds, []string{"trialendutc"}},
		{&v.PaidUntil, []string{"currentperiodendutc"}},
		{&v.CanceledAt, []string{"canceledatutc", "canceledutc"}},
		{&v.EndedAt, []string{"endedatutc", "endedutc"}},
		{&trial, []string{"trialstartutc"}},
	} {
		if *c.to, err = ahead(r, c.names...); err != nil {
			return trial, err
		}
	}
	return trial, nil
}

// ahead is a time that may lie in the future, as the end of a period does.
func ahead(r *row, names ...string) (time.Time, error) {
	latest := r.latest
	r.latest = time.Time{}
	defer func() { r.latest = latest }()
	return r.when(true, names...)
}

// changes hands out what is known to have happened to a subscription.
func (s *stripeSubscriptions) changes(v *record.Subscription, trial time.Time) error {
	for _, c := range []record.SubscriptionChange{
		{What: "started", At: v.StartedAt, Amount: v.Amount, Detail: v.Plan},
		{What: "trial_started", At: trial, Amount: record.None},
		{What: "canceled", At: v.CanceledAt, Amount: record.None, Detail: v.Reason},
		{What: "ended", At: v.EndedAt, Amount: record.None},
	} {
		if c.At.IsZero() {
			continue
		}
		c.Source, c.SubscriptionID = v.Source, v.ID
		if err := s.out.put(&c); err != nil {
			return err
		}
	}
	return nil
}
