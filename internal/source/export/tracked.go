package export

import (
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

var trackedEvents = &Format{
	Name: "segment-events", Title: "Segment, RudderStack or Jitsu events", Kind: record.Events, Source: "segment",
	Note:  "A completed order is an order, a refunded one a refund of its own day; an update or cancellation takes the place of the order it names. Messages that come twice are one.",
	match: matchTracked,
	reader: func(h *header, o Options, out *output) (rows, error) {
		t := &tracked{out: out, currency: strings.ToUpper(o.Currency), messages: newRecent[struct{}](nil)}
		t.orders = newRecent(t.putOrder)
		t.people = newRecent(func(c record.Customer) error { return out.put(&c) })
		return singles{each: t.next, end: t.end}, nil
	},
}

// matchTracked wants what every message of the specification has.
func matchTracked(h *header) int {
	if !h.has("type") || !h.any("userid", "anonymousid") || !h.any("timestamp", "originaltimestamp", "sentat", "receivedat") {
		return 0
	}
	_, properties := h.prefixed("properties.")
	_, traits := h.prefixed("traits.")
	_, context := h.prefixed("context.")
	return sure(100, h.any("messageid", "event") && (properties || traits || context || h.has("messageid", "event")))
}

// tracked reads messages. It holds orders and people back, for
// what later messages say of them, as many as mostRecent.
type tracked struct {
	out      *output
	currency string
	made     contents
	messages *recent[struct{}]
	orders   *recent[trackedOrder]
	people   *recent[record.Customer]

	repeated, odd, undated, unknown, grouped int
}

func (t *tracked) next(r *row) error {
	kind, err := r.need("type of message", "type")
	if err != nil {
		return err
	}
	who := userOf(r.text("userid"))
	who.Anonymous = r.text("anonymousid")
	at, err := r.needWhen(true, "time", "timestamp", "originaltimestamp", "sentat", "receivedat")
	if err != nil {
		return err
	}
	id := r.text("messageid")
	if id == "" {
		id = t.made.id(r)
	}
	if _, again := t.messages.get(id); again {
		t.repeated++
		return nil
	}
	if err := t.message(r, strings.ToLower(kind), id, who, at); err != nil {
		return err
	}
	return t.messages.put(id, struct{}{})
}

// message reads a message that was not there before.
func (t *tracked) message(r *row, kind, id string, who record.Who, at time.Time) error {
	switch kind {
	case "track":
		return t.track(r, id, who, at)
	case "page", "screen":
		return t.page(r, id, who, at)
	case "identify":
		return t.identify(r, id, who, at)
	case "alias":
		return t.alias(r, id, who, at)
	case "group":
		t.grouped++
		return nil
	}
	return r.badIn("not a type of message: track, identify, page, screen, alias or group", "type")
}

// event is what a message says of an event.
func (t *tracked) event(r *row, id string, who record.Who, at time.Time, name string) *record.Event {
	e := &record.Event{
		Source: "segment", ID: id, Who: who, At: at, Name: name, Session: r.text("context.sessionid", "properties.sessionid"),
		Product: r.text("properties.productid", "properties.sku"), Category: r.text("properties.category"), OrderID: r.text("properties.orderid"),
		Currency: strings.ToUpper(r.text("properties.currency")), Amount: record.None, Channel: campaignOf(r), Page: r.text("context.page.url", "properties.url", "context.page.path", "properties.path"),
	}
	if email := record.NormalEmail(r.text("context.traits.email", "properties.email")); who.Email == "" {
		e.Who.Email = email
	}
	return e
}

func (t *tracked) track(r *row, id string, who record.Who, at time.Time) error {
	said, err := r.need("name of the event", "event")
	if err != nil {
		return err
	}
	e := t.event(r, id, who, at, eventName(said))
	switch e.Name {
	case "order_completed", "order_updated", "order_cancelled":
		return t.order(r, e)
	case "order_refunded":
		return t.refund(r, e)
	}
	if e.Amount, err = r.money("properties.value", "properties.revenue", "properties.price"); err != nil {
		e.Amount = record.None // properties are free text: only money of orders has to be right
	}
	return t.out.put(e)
}

func (t *tracked) page(r *row, id string, who record.Who, at time.Time) error {
	e := t.event(r, id, who, at, "page_viewed")
	if e.Page == "" {
		e.Page = r.text("name", "properties.name", "event")
	}
	return t.out.put(e)
}

// identify is what is known of a person: later messages add to earlier ones.
func (t *tracked) identify(r *row, id string, who record.Who, at time.Time) error {
	get := func(names ...string) string {
		for _, n := range names {
			if v := r.text("traits."+n, "context.traits."+n); v != "" {
				return v
			}
		}
		return ""
	}
	if who.Email == "" {
		who.Email = record.NormalEmail(get("email"))
	}
	who.Phone = record.NormalPhone(get("phone"))
	c := &record.Customer{Source: "segment", ID: firstFilled(r.text("userid"), who.Email, who.Phone), Who: who,
		Name: firstFilled(get("name"), strings.TrimSpace(get("firstname")+" "+get("lastname"))), Country: get("address.country", "country"), City: get("address.city", "city"), Spent: record.None}
	if c.ID == "" {
		return nil // a device of which nothing is known
	}
	if err := t.linked(id, who, at); err != nil {
		return err
	}
	created, err := r.when(true, "traits.createdat", "context.traits.createdat")
	if err == nil {
		c.CreatedAt = created
	}
	return t.person(c)
}

// alias says that two ids are one person's.
func (t *tracked) alias(r *row, id string, who record.Who, at time.Time) error {
	previous, err := r.need("previous id", "previousid")
	if err != nil {
		return err
	}
	if r.text("userid") == "" {
		return r.badIn("no user id", "userid")
	}
	who.Anonymous = previous
	if err := t.linked(id, who, at); err != nil {
		return err
	}
	return t.person(&record.Customer{Source: "segment", ID: r.text("userid"), Who: who, Spent: record.None})
}

// linked is the event that a message named somebody. A profile has one device
// and these have all: each says which device was whose, and when.
func (t *tracked) linked(id string, who record.Who, at time.Time) error {
	return t.out.put(&record.Event{Source: "segment", ID: id, Who: who, At: at, Name: "identified", Amount: record.None})
}

// person keeps a customer with what earlier messages said and this one does
// not.
func (t *tracked) person(c *record.Customer) error {
	if old, have := t.people.get(c.ID); have {
		c.Who.Email, c.Who.Phone = firstFilled(c.Who.Email, old.Who.Email), firstFilled(c.Who.Phone, old.Who.Phone)
		c.Who.External, c.Who.Anonymous = firstFilled(c.Who.External, old.Who.External), firstFilled(c.Who.Anonymous, old.Who.Anonymous)
		c.Name, c.Country, c.City = firstFilled(c.Name, old.Name), firstFilled(c.Country, old.Country), firstFilled(c.City, old.City)
		if c.CreatedAt.IsZero() {
			c.CreatedAt = old.CreatedAt
		}
	}
	return t.people.put(c.ID, *c)
}

// campaignOf is where a visit came from.
func campaignOf(r *row) string {
	source, medium := r.text("context.campaign.source"), r.text("context.campaign.medium")
	if source != "" && medium != "" {
		return source + " / " + medium
	}
	return firstFilled(source, r.text("context.page.referringdomain"))
}

// firstFilled is the first text that is not empty.
func firstFilled(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// end says what was noticed on the way.
func (t *tracked) end() error {
	if err := t.people.flush(); err != nil {
		return err
	}
	if err := t.orders.flush(); err != nil {
		return err
	}
	if t.repeated > 0 {
		t.out.notice("info", "messages-repeated", "%d %s that came again, counted once", t.repeated, plural(t.repeated, "message"))
	}
	if t.odd > 0 {
		t.out.notice("warning", "total-not-sum", "%d %s whose parts do not add up to the total: the total was kept, and the difference taken for goods", t.odd, plural(t.odd, "order"))
	}
	if t.undated > 0 {
		t.out.notice("info", "orders-undated", "%d %s updated or cancelled but not completed in this file: dated at the update", t.undated, plural(t.undated, "order"))
	}
	if t.unknown > 0 {
		t.out.notice("warning", "orders-unknown", "%d %s of an order that is not in this file, without its money: kept as events", t.unknown, plural(t.unknown, "cancellation"))
	}
	if t.grouped > 0 {
		t.out.notice("info", "groups", "%d %s of type group passed over", t.grouped, plural(t.grouped, "message"))
	}
	return nil
}
