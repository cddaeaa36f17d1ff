package identity

import (
	"fmt"
	"strings"
)

// Says is a link in a sentence: "Stripe customer cus_1 and ann@x.org stand in
// the same order, import 3".
func (l Link) Says() string {
	a, b := Called(l.A, l.Source), Called(l.B, l.Source)
	if KindOf(l.B, l.Source) == Account {
		a, b = b, a
	}
	where := "the same " + l.record()
	if l.Kind == "customers" {
		where = "one customer record of " + title(l.Source)
	}
	return fmt.Sprintf("%s and %s stand in %s, import %d", a, b, where, l.Batch)
}

// record is one record of the link's kind.
func (l Link) record() string {
	if l.Source == "stripe" && l.Kind == "orders" {
		return "payment"
	}
	if name, ok := records[l.Kind]; ok {
		return name
	}
	return "record"
}

var records = map[string]string{
	"orders": "order", "refunds": "refund", "subscriptions": "subscription", "tickets": "ticket", "reviews": "review",
	"survey_responses": "answer to a survey", "events": "event",
}

// Called is an identifier as people call it.
func Called(id, source string) string {
	rest := strings.TrimPrefix(id, source+":")
	switch KindOf(id, source) {
	case Account:
		return title(source) + " customer " + rest
	case Device:
		return title(source) + " device " + strings.TrimPrefix(rest, "~")
	case Phone:
		return "telephone " + id
	case External:
		return "customer " + id
	}
	return id
}

// titles are sources whose names are not their own with a capital letter.
var titles = map[string]string{
	"woocommerce": "WooCommerce", "hubspot": "HubSpot", "ga4": "GA4", "servicenow": "ServiceNow", "clicks": "click log", "sessions": "session log",
}

// title is a source as people call it.
func title(source string) string {
	if t, ok := titles[source]; ok {
		return t
	}
	if source == "" {
		return "Log"
	}
	return strings.ToUpper(source[:1]) + strings.ReplaceAll(source[1:], "_", " ")
}
