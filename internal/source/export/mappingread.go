package export

import (
	"slices"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

// mapped reads a file by a mapping.
type mapped struct {
	Mapping
	out     *output
	names   map[string]string // normalised column by field
	moneyIn string
	made    contents
	orders  *assembler[mappedOrder]
	refunds *assembler[record.Refund]
	best    map[string]int // the best score by field
}

// times are the columns of the fields that hold dates.
func (m *mapped) times() (out []string) {
	for _, f := range []string{"at", "from", "to", "created_at", "solved_at", "started_at", "trial_ends", "paid_until", "canceled_at", "ended_at"} {
		if n := m.names[f]; n != "" {
			out = append(out, n)
		}
	}
	return out
}

// reader is what reads the mapping's kind.
func (m *mapped) reader(h *header) rows {
	each := map[record.Kind]func(*row) error{
		record.Orders: m.order, record.Refunds: m.refund, record.Customers: m.customer, record.Tickets: m.ticket,
		record.Reviews: m.review, record.Responses: m.response, record.Events: m.event, record.Products: m.product, record.Subscriptions: m.subscription,
	}[m.Kind]
	m.best = map[string]int{}
	for _, f := range []string{"stars", "csat", "ces", "rating"} {
		m.best[f], _ = scale(h.values(m.names[f]))
	}
	m.best["nps"] = 10
	s := singles{}
	if m.Kind == record.Spends {
		a := m.spend(h)
		each, s.end = a.next, a.finish
	}
	s.each = func(r *row) error {
		r.dates = m.Dates
		if m.Decimal != "" {
			r.style.comma = m.Decimal == ","
		}
		if n := m.names["currency"]; n != "" {
			if _, err := r.coin("", n); err != nil {
				return err
			}
		}
		return each(r)
	}
	if m.Kind == record.Orders && m.names["order_id"] != "" {
		m.orders = newAssembler(m.out, func() mappedOrder { return mappedOrder{} }, nil, m.whole)
		s.end = m.orders.finish
	}
	if m.Kind == record.Refunds && m.names["id"] != "" {
		m.refunds = newAssembler(m.out, func() record.Refund { return record.Refund{Amount: record.None} }, nil, func(_ string, f *record.Refund) error { return m.out.put(f) })
		s.end = m.refunds.finish
	}
	return s
}

func (m *mapped) text(r *row, field string) string {
	if n := m.names[field]; n != "" {
		return r.text(n)
	}
	return ""
}

// amounts reads money by field. What a field is not mapped to is None.
func (m *mapped) amounts(r *row, to map[string]*record.Money) error {
	var wrong error
	for _, field := range sortedFields(to) {
		*to[field] = record.None
		if n := m.names[field]; n != "" && wrong == nil {
			*to[field], wrong = r.money(n)
		}
	}
	return wrong
}

// numbers reads whole numbers by field.
func (m *mapped) numbers(r *row, to map[string]**int64) (err error) {
	for _, field := range sortedFields(to) {
		if n := m.names[field]; n != "" && err == nil {
			*to[field], err = r.whole(n)
		}
	}
	return err
}

// whens reads times by field.
func (m *mapped) whens(r *row, to map[string]*time.Time) (err error) {
	for _, field := range sortedFields(to) {
		if n := m.names[field]; n != "" && err == nil {
			*to[field], err = r.when(false, n)
		}
	}
	return err
}

// sortedFields are the keys in order: of two faults the same one is told.
func sortedFields[T any](to map[string]T) []string {
	var out []string
	for f := range to {
		out = append(out, f)
	}
	slices.Sort(out)
	return out
}

func (m *mapped) who(r *row) record.Who {
	return record.Who{ID: m.text(r, "customer_id"), External: m.text(r, "external_id"), Email: record.NormalEmail(m.text(r, "email")),
		Phone: record.NormalPhone(m.text(r, "phone")), Anonymous: m.text(r, "anonymous_id")}
}

// currency is a row's, else that of a column's header, symbol or the mapping.
func (m *mapped) currency(r *row, amount ...string) string {
	if c := m.text(r, "currency"); c != "" {
		if code := currencyOf(c); code != "" {
			return code
		}
		return strings.ToUpper(c)
	}
	for _, field := range amount {
		if found := bracketed.FindStringSubmatch(strings.TrimSpace(m.Fields[field])); found != nil {
			return strings.ToUpper(found[1])
		}
		if text := m.text(r, field); text != "" {
			if _, symbol, ok := r.style.money(text); ok && currencyOf(symbol) != "" {
				return currencyOf(symbol)
			}
		}
	}
	return m.moneyIn
}

func (m *mapped) id(r *row) string {
	if id := m.text(r, "id"); id != "" {
		return id
	}
	return m.made.id(r)
}

func (m *mapped) refund(r *row) (err error) {
	f := &record.Refund{Source: m.Source, ID: m.id(r), OrderID: m.text(r, "order_id"), Who: m.who(r), Reason: m.text(r, "reason"), Currency: m.currency(r, "amount")}
	if f.At, err = r.needWhen(false, "time", m.names["at"]); err != nil {
		return err
	}
	if f.Amount, err = r.needMoney("amount", m.names["amount"]); err != nil {
		return err
	}
	if f.Amount < 0 {
		f.Amount = -f.Amount
	}
	if f.Amount == 0 {
		return r.badIn("nothing was refunded", m.names["amount"])
	}
	if m.refunds == nil {
		return m.out.put(f)
	}
	return m.refunds.take(r, f.ID, func(whole *record.Refund) error {
		if !whole.Amount.Known() {
			*whole = *f
			return nil
		}
		if whole.OrderID != f.OrderID || whole.Currency != f.Currency {
			return &fault{value: f.ID, reason: "a refund of the same id is of another order or currency"}
		}
		whole.Amount = whole.Amount.Plus(f.Amount)
		return nil
	})
}

func (m *mapped) customer(r *row) error {
	c := &record.Customer{Source: m.Source, ID: m.text(r, "id"), Who: m.who(r), Name: m.text(r, "name"), Country: m.text(r, "country"), City: m.text(r, "city"), Tags: m.text(r, "tags"), Currency: m.currency(r, "spent")}
	c.Who.ID = c.ID
	if c.ID = firstFilled(c.ID, c.Who.External, c.Who.Email, c.Who.Phone); c.ID == "" {
		return &fault{reason: "nothing names the customer"}
	}
	if n := m.names["consent"]; n != "" {
		c.Consent = r.flag(n)
	}
	if err := m.whens(r, map[string]*time.Time{"created_at": &c.CreatedAt}); err != nil {
		return err
	}
	if err := m.numbers(r, map[string]**int64{"orders": &c.Orders}); err != nil {
		return err
	}
	if err := m.amounts(r, map[string]*record.Money{"spent": &c.Spent}); err != nil {
		return err
	}
	return m.out.put(c)
}

func (m *mapped) ticket(r *row) (err error) {
	t := &record.Ticket{Source: m.Source, Who: m.who(r), Subject: m.text(r, "subject"), Status: strings.ToLower(m.text(r, "status")), Priority: strings.ToLower(m.text(r, "priority")),
		Type: strings.ToLower(m.text(r, "type")), Channel: snake(m.text(r, "channel")), Group: m.text(r, "group"), Tags: m.text(r, "tags"), Satisfaction: satisfaction(m.text(r, "satisfaction"))}
	if t.ID, err = r.need("ticket id", m.names["id"]); err != nil {
		return err
	}
	if t.CreatedAt, err = r.needWhen(false, "time of opening", m.names["created_at"]); err != nil {
		return err
	}
	if err := m.whens(r, map[string]*time.Time{"solved_at": &t.SolvedAt}); err != nil {
		return err
	}
	err = m.numbers(r, map[string]**int64{"first_reply_minutes": &t.FirstReplyMinutes, "resolution_minutes": &t.ResolutionMinutes, "replies": &t.Replies, "reopens": &t.Reopens})
	if err != nil {
		return err
	}
	return m.out.put(t)
}

func (m *mapped) event(r *row) (err error) {
	e := &record.Event{Source: m.Source, ID: m.id(r), Who: m.who(r), Name: eventName(m.text(r, "name")), Session: m.text(r, "session"), Product: m.text(r, "product"), Category: m.text(r, "category"),
		OrderID: m.text(r, "order_id"), Currency: m.currency(r, "amount"), Channel: m.text(r, "channel"), Page: m.text(r, "page")}
	if e.Name == "" {
		return r.badIn("no name of the event", m.names["name"])
	}
	if e.At, err = r.needWhen(false, "time", m.names["at"]); err != nil {
		return err
	}
	if err := m.amounts(r, map[string]*record.Money{"amount": &e.Amount}); err != nil {
		return err
	}
	return m.out.put(e)
}

func (m *mapped) product(r *row) error {
	p := &record.Product{Source: m.Source, SKU: m.text(r, "sku"), Name: m.text(r, "name"), Category: m.text(r, "category"), Currency: m.currency(r, "price", "cost")}
	if p.ID = firstFilled(m.text(r, "id"), p.SKU); p.ID == "" {
		return &fault{reason: "the product has neither an id nor a SKU"}
	}
	if err := m.amounts(r, map[string]*record.Money{"price": &p.Price, "cost": &p.Cost}); err != nil {
		return err
	}
	return m.out.put(p)
}
