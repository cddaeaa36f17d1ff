// Package record says what a record is: one struct a kind of thing that
// arrives, whatever file, database or service it came from. Sources make
// them, stores keep them.
//
// It must not know files, SQL, models or how a record is valued. The picture
// of how the kinds hang together is docs/data-model.md.
package record

// Kind is what sort of record something is. Its text is also the name of the
// store's table.
type Kind string

// The kinds.
const (
	Orders              Kind = "orders"
	Lines               Kind = "order_lines"
	Refunds             Kind = "refunds"
	Customers           Kind = "customers"
	Subscriptions       Kind = "subscriptions"
	SubscriptionChanges Kind = "subscription_changes"
	Spends              Kind = "spend"
	Tickets             Kind = "tickets"
	Reviews             Kind = "reviews"
	Responses           Kind = "survey_responses"
	Events              Kind = "events"
	Products            Kind = "products"
)

// Kinds are all kinds, in the order in which they are listed for people.
var Kinds = [...]Kind{Orders, Lines, Refunds, Customers, Subscriptions, SubscriptionChanges, Spends, Tickets, Reviews, Responses, Events, Products}

// Record is one record of any kind: a pointer to one of this package's
// structs.
type Record interface{ Kind() Kind }
