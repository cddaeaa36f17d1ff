package export

import (
	"fmt"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

var shopClicks = &Format{
	Name: "shop-clicks", Title: "Click log of a shop (REES46)", Kind: record.Events, Source: "clicks",
	Note: "The log has no order numbers and no quantities: purchases of one session in the same second are one order, and a row that is an exact copy of another counts once. Prices have no currency.",
	match: func(h *header) int {
		return sure(100, h.has("eventtime", "eventtype", "productid") && h.any("usersession", "userid"))
	},
	reader: func(h *header, o Options, out *output) (rows, error) {
		c := &clicks{out: out, currency: strings.ToUpper(o.Currency), dates: datesOf(h, o, out, "", "eventtime")}
		c.carts = newAssembler(out, func() cart { return cart{} }, nil, c.bought)
		return singles{each: c.next, end: c.end}, nil
	},
}

// clicks reads a click log; purchases wait in carts for the other rows of
// their second.
type clicks struct {
	out             *output
	currency, dates string
	made            contents
	carts           *assembler[cart]
	copies          int
}

// cart is what one session bought in one second.
type cart struct{ events []*record.Event }

func (c *clicks) next(r *row) (err error) {
	r.dates = c.dates
	kind, err := r.need("type of event", "eventtype")
	if err != nil {
		return err
	}
	e := &record.Event{Source: "clicks", ID: c.made.id(r), Name: eventName(kind), Who: record.Who{ID: r.text("userid")}, Session: r.text("usersession"),
		Product: r.text("productid"), Category: r.text("categorycode", "categoryid"), Currency: c.currency}
	if e.At, err = r.needWhen(true, "time", "eventtime"); err != nil {
		return err
	}
	if e.Amount, err = r.money("price"); err != nil {
		return err
	}
	if e.Name != "order_completed" {
		return c.out.put(e)
	}
	if e.Product == "" {
		return r.badIn("no product", "productid")
	}
	if !e.Amount.Known() || e.Amount < 0 {
		return r.badIn("a purchase without a price, or with a negative one", "price")
	}
	visit := e.Session
	if visit == "" {
		visit = e.Who.ID
	}
	if visit == "" {
		return r.badIn("a purchase without a session or user", "usersession", "userid")
	}
	key := fmt.Sprintf("%s@%d", visit, e.At.Unix())
	return c.carts.take(r, key, func(b *cart) error {
		for _, have := range b.events {
			if have.ID == e.ID {
				c.copies++
				return nil
			}
		}
		b.events = append(b.events, e)
		return nil
	})
}

// bought makes the order of a cart.
func (c *clicks) bought(key string, b *cart) error {
	first := b.events[0]
	o := &record.Order{Source: "clicks", ID: key, Who: first.Who, At: first.At.Truncate(time.Second), Currency: c.currency,
		Gross: record.None, Discount: record.None, Shipping: record.None, Tax: record.None, Fees: record.None, Status: record.Paid}
	records := []record.Record{o}
	for i, e := range b.events {
		e.OrderID = key
		o.Gross = o.Gross.Plus(e.Amount)
		records = append(records, e, &record.Line{Source: "clicks", OrderID: key, No: i + 1, Product: e.Product, Quantity: record.Micros, Price: e.Amount, Discount: record.None, Total: e.Amount})
	}
	o.Total = o.Gross
	for _, x := range records {
		if err := c.out.put(x); err != nil {
			return err
		}
	}
	return nil
}

func (c *clicks) end() error {
	if err := c.carts.finish(); err != nil {
		return err
	}
	if c.copies > 0 {
		c.out.notice("warning", "clicks-copies", "%d %s that are exact copies of another row, counted once", c.copies, plural(c.copies, "purchase"))
	}
	return nil
}

var sessionViews = &Format{
	Name: "session-views", Title: "Views by session (Diginetica)", Kind: record.Events, Source: "sessions",
	Note: "A row has a day and the milliseconds since its session began: sessions are taken to begin at midnight. Without prices, purchases are events and not orders.",
	match: func(h *header) int {
		return sure(100, h.has("sessionid", "itemid") && h.any("timeframe") && h.any("eventdate"))
	},
	reader: func(h *header, o Options, out *output) (rows, error) {
		v := &views{out: out, dates: datesOf(h, o, out, "", "eventdate")}
		return singles{each: v.next}, nil
	},
}

type views struct {
	out   *output
	dates string
	made  contents
}

func (v *views) next(r *row) (err error) {
	r.dates = v.dates
	e := &record.Event{Source: "sessions", ID: v.made.id(r), Name: "product_viewed", Category: r.text("categoryid"), OrderID: r.text("ordernumber"), Amount: record.None}
	if e.OrderID != "" {
		e.Name = "order_completed"
	}
	if e.Session, err = r.need("session", "sessionid"); err != nil {
		return err
	}
	if e.Product, err = r.need("item", "itemid"); err != nil {
		return err
	}
	if e.Who.ID = r.text("userid"); e.Who.ID == "NA" {
		e.Who.ID = ""
	}
	if e.Who.ID == "" {
		e.Who.Anonymous = e.Session
	}
	if e.At, err = r.needWhen(false, "day", "eventdate"); err != nil {
		return err
	}
	ms := r.integer("timeframe")
	if ms == nil || *ms < 0 || *ms > int64(48*time.Hour/time.Millisecond) {
		return r.badIn("not a number of milliseconds since the session began", "timeframe")
	}
	e.At = e.At.Add(time.Duration(*ms) * time.Millisecond)
	return v.out.put(e)
}
