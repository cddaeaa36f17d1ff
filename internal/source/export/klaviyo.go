package export

import (
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

var klaviyoProfiles = &Format{
	Name: "klaviyo-profiles", Title: "Klaviyo profiles", Kind: record.Customers, Source: "klaviyo",
	Note:  "What was spent is Klaviyo's historic value; its predictions are left out.",
	match: matchKlaviyo,
	reader: func(h *header, o Options, out *output) (rows, error) {
		k := &klaviyo{out: out, currency: strings.ToUpper(o.Currency), dates: datesOf(h, o, out, "", klaviyoCreated...)}
		return singles{each: k.next}, nil
	},
}

var (
	klaviyoCreated = []string{"profilecreatedon", "dateadded", "createdat", "created", "firstactive"}
	klaviyoSpent   = []string{"historiccustomerlifetimevalue", "historicclv"}
)

func matchKlaviyo(h *header) int {
	switch {
	case h.has("klaviyoid"):
		return 100
	case h.has("email") && h.any("predictedcustomerlifetimevalue", "totalcustomerlifetimevalue", "historiccustomerlifetimevalue", "predictedclv", "historicclv"):
		return 90
	case h.has("email", "emailmarketingconsent", "profilecreatedon"):
		return 90
	}
	return 0
}

type klaviyo struct {
	out             *output
	currency, dates string
}

func (k *klaviyo) next(r *row) (err error) {
	r.dates = k.dates
	c := &record.Customer{
		Source: "klaviyo", ID: r.text("klaviyoid", "id"),
		Who: record.Who{ID: r.text("klaviyoid", "id"), Email: record.NormalEmail(r.text("email")),
			Phone: record.NormalPhone(r.text("phonenumber", "phone", "phonenumbere164")), External: r.text("externalid", "shopifyid", "customerid")},
		Name:    strings.TrimSpace(r.text("firstname") + " " + r.text("lastname")),
		Country: r.text("country"), City: r.text("city"), Tags: r.text("tags"), Consent: consent(r), Currency: k.currency,
	}
	if c.ID == "" {
		c.ID = c.Who.Email
	}
	if c.ID == "" {
		return r.badIn("neither a Klaviyo id nor an e-mail address", "email", "klaviyoid")
	}
	if c.CreatedAt, err = r.when(false, klaviyoCreated...); err != nil {
		return err
	}
	if c.Orders, err = r.whole("historicnumberoforders"); err != nil {
		return err
	}
	c.Spent, err = historic(r)
	if err != nil {
		return err
	}
	return k.out.put(c)
}

// historic is what was spent; where it is not told, all value but that which
// is only predicted.
func historic(r *row) (record.Money, error) {
	spent, err := r.money(klaviyoSpent...)
	if err != nil || spent.Known() {
		return spent, err
	}
	total, err := r.money("totalcustomerlifetimevalue", "totalclv")
	if err != nil {
		return record.None, err
	}
	predicted, err := r.money("predictedcustomerlifetimevalue", "predictedclv")
	if err != nil || !predicted.Known() {
		return record.None, err
	}
	return total.Minus(predicted), nil
}

// consent to e-mail is told as TRUE or FALSE, as a status, or as the time it
// was given.
func consent(r *row) *bool {
	const column = "emailmarketingconsent"
	yes := r.flag(column)
	text := r.text(column)
	if yes == nil && text != "" {
		if _, ok := parseTime(text, time.UTC, r.dates); ok {
			given := true
			return &given
		}
	}
	return yes
}
