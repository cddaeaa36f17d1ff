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

// Says is why an identifier joins nobody, in a sentence. count is of the
// people it leads to, or of the identifiers it stands with.
func (r Reason) Says(called string, count int64) string {
	if r == Shared {
		return fmt.Sprintf("%s leads to %d people, and joins none of them.", capital(called), count)
	}
	return fmt.Sprintf("%s stands with %d others, more than one person has, and joins nobody.", capital(called), count)
}

// Doubt says that a person has several identifiers of one kind.
func Doubt(n int, of string) string {
	return fmt.Sprintf("%d different %s are taken to be one person's, because records join them.", n, of)
}

// SaysSplit is what a split did. were says that the two were one before, and
// links how many links between them are used no more.
func SaysSplit(a, b string, were bool, links int) string {
	if !were {
		return fmt.Sprintf("%s and %s were two people already; now they stay two, whatever is imported.", a, b)
	}
	between := "1 link between them is"
	if links != 1 {
		between = fmt.Sprintf("%d links between them are", links)
	}
	return fmt.Sprintf("%s and %s are two people from now on: %s used no more.", a, b, between)
}

// SaysJoined is what taking back a split did: person is whom both are now, if
// they are one.
func SaysJoined(a, b, person string, one bool) string {
	if one {
		return fmt.Sprintf("%s and %s are one person again: %s.", a, b, person)
	}
	return fmt.Sprintf("Nothing is said of %s and %s any more. They are two people still: no link joins them.", a, b)
}

// capital begins a sentence, where that is not an address.
func capital(s string) string {
	if s == "" || strings.Contains(s, "@") {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
