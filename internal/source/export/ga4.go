package export

import (
	"hash/maphash"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

var ga4Events = &Format{
	Name: "ga4-events", Title: "GA4 event export", Kind: record.Events, Source: "ga4",
	Note: "Purchases are orders. Their revenue is taken without shipping and tax, as Google asks for, unless the items show that both are in it. A purchase sent again with the same transaction id is one order.",
	match: func(h *header) int {
		return sure(100, h.has("eventtimestamp", "eventname") && h.any("eventparams", "userpseudoid", "eventdate"))
	},
	reader: func(h *header, o Options, out *output) (rows, error) {
		g := &ga4{out: out, currency: strings.ToUpper(o.Currency), totals: map[uint64]record.Money{}, seed: maphash.MakeSeed()}
		return singles{each: g.next, end: g.end}, nil
	},
}

// ga4 reads events. It keeps the totals of orders by a hash of their ids, for refunds that do
// not state theirs and to know purchases that are sent twice.
type ga4 struct {
	out      *output
	currency string
	totals   map[uint64]record.Money
	seed     maphash.Seed

	repeated int
}

func (g *ga4) next(r *row) error {
	params, err := paramsOf(r)
	if err != nil {
		return err
	}
	e, err := g.event(r, params)
	if err != nil {
		return err
	}
	records := []record.Record{e}
	switch e.Name {
	case "order_completed":
		more, err := g.order(r, e, params)
		if err != nil {
			return err
		}
		records = append(records, more...)
	case "order_refunded":
		f, err := g.refund(r, e, params)
		if err != nil {
			return err
		}
		key := maphash.String(g.seed, "refund\x00"+f.ID)
		if _, again := g.totals[key]; !again && f.Amount > 0 {
			g.totals[key] = f.Amount
			records = append(records, f)
		}
	}
	for _, x := range records {
		if err := g.out.put(x); err != nil {
			return err
		}
	}
	return nil
}

// event is what every row is.
func (g *ga4) event(r *row, params item) (*record.Event, error) {
	name, err := r.need("name of the event", "eventname")
	if err != nil {
		return nil, err
	}
	at, err := microseconds(r)
	if err != nil {
		return nil, err
	}
	e := &record.Event{
		Source: "ga4", Who: userOf(r.text("userid")), At: at, Name: eventName(name), Page: params.text("pagelocation", "pagetitle", "firebasescreen"),
		Currency: strings.ToUpper(params.text("currency")), Amount: record.None, Channel: ga4Channel(r),
	}
	e.Who.Anonymous = r.text("userpseudoid")
	e.ID = idOf(e.Who.Anonymous, r.text("eventtimestamp"), name, r.text("eventbundlesequenceid"), r.text("batchpageid"), r.text("batchorderingid"), r.text("batcheventindex"), compacted(r.text("eventparams")), compacted(r.text("items")))
	if s := params.text("gasessionid"); s != "" {
		e.Session = e.Who.Anonymous + "." + s
	}
	var ok bool
	if e.Amount, ok = params.money("value"); !ok {
		return nil, r.badIn("the value is not a number", "eventparams")
	}
	if e.Currency == "" {
		e.Currency = g.currency
	}
	things, ok := itemsIn(r.text("items"))
	if !ok {
		return nil, r.badIn("not a JSON array of items", "items")
	}
	if len(things) == 1 || len(things) > 1 && e.Name == "product_viewed" {
		e.Product, e.Category = things[0].text("itemid", "itemname"), things[0].text("itemcategory")
	}
	return e, nil
}

// microseconds is a row's time. A spreadsheet's 1.7E+15 has lost the hour.
func microseconds(r *row) (time.Time, error) {
	at, err := r.needWhen(true, "time", "eventtimestamp")
	if n := r.integer("eventtimestamp"); err == nil && (n == nil || *n < 1e15) {
		err = r.badIn("not a time in microseconds", "eventtimestamp")
	}
	return at, err
}

// paramsOf are the values of event_params by normalised key.
func paramsOf(r *row) (item, error) {
	c, text := r.find("eventparams")
	all, ok := itemsIn(text)
	if !ok {
		return nil, r.bad(c, "not a JSON array of parameters")
	}
	out := item{}
	for _, p := range all {
		v, is := p["value"].(map[string]any)
		if !is {
			if k := p.text("key"); k != "" && p["value"] != nil {
				out[normal(k)] = p["value"]
			}
			continue
		}
		for _, kind := range []string{"string_value", "int_value", "double_value", "float_value"} {
			if v[kind] != nil {
				out[normal(p.text("key"))] = v[kind]
				break
			}
		}
	}
	return out, nil
}

// userOf is whom a user id names: an e-mail address where it is one, else an
// id that the business shares between its sources.
func userOf(id string) record.Who {
	if email := record.NormalEmail(id); email != "" {
		return record.Who{Email: email}
	}
	return record.Who{External: id}
}

// ga4Channel is where a visit came from: of the session, of the event, of the
// first visit.
func ga4Channel(r *row) string {
	for _, pair := range [][2]string{
		{"sessiontrafficsourcelastclick.manualcampaign.source", "sessiontrafficsourcelastclick.manualcampaign.medium"},
		{"collectedtrafficsource.manualsource", "collectedtrafficsource.manualmedium"},
		{"trafficsource.source", "trafficsource.medium"},
		{"trafficsourcesource", "trafficsourcemedium"},
	} {
		source, medium := r.text(pair[0]), r.text(pair[1])
		if source != "" && medium != "" {
			return source + " / " + medium
		}
		if source != "" {
			return source
		}
	}
	return ""
}

// end says what was noticed on the way.
func (g *ga4) end() error {
	if g.repeated > 0 {
		g.out.notice("info", "purchases-repeated", "%d %s sent again with the same transaction id, counted once", g.repeated, plural(g.repeated, "purchase"))
	}
	return nil
}
