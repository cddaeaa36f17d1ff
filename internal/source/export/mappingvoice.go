package export

import (
	"slices"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

// spend reads advertising as ad reports are read.
func (m *mapped) spend(h *header) *adReport {
	of := func(field string) []string {
		if n := m.names[field]; n != "" {
			return []string{n}
		}
		return nil
	}
	c := adColumns{account: of("account"), channel: of("channel"), campaign: of("campaign"), campaignID: of("campaign_id"), group: of("group"), ad: of("ad"), segments: of("segment"),
		currency: of("currency"), cost: of("cost"), impressions: of("impressions"), clicks: of("clicks"), conversions: of("conversions"), value: of("conversion_value")}
	switch first := of("from"); {
	case m.names["to"] != "":
		c.from, c.to = first, of("to")
	case slices.Contains(plainColumns.week, first[0]):
		c.week = first
	case slices.Contains(plainColumns.month, first[0]):
		c.month = first
	default:
		c.day = first
	}
	a := newAdReport(h, Options{Dates: m.Dates, Currency: m.moneyIn}, m.out, m.Source, "", c)
	if found := bracketed.FindStringSubmatch(strings.TrimSpace(m.Fields["cost"])); found != nil {
		a.money = strings.ToUpper(found[1])
	}
	return a
}

func (m *mapped) review(r *row) (err error) {
	v := &record.Review{Source: m.Source, ID: m.id(r), Who: m.who(r), Title: m.text(r, "title"), Text: m.text(r, "text"), Author: m.text(r, "author"),
		Product: m.text(r, "product"), Place: m.text(r, "place"), OrderID: m.text(r, "order_id")}
	if v.Stars, v.OutOf, err = m.score(r, "stars"); err != nil {
		return err
	}
	if !v.Stars.Known() && v.Text == "" {
		return &fault{reason: "neither a rating nor a text"}
	}
	if err := m.whens(r, map[string]*time.Time{"at": &v.At}); err != nil {
		return err
	}
	return m.out.put(v)
}

// score is a field's score and the best there is.
func (m *mapped) score(r *row, field string) (record.Money, int, error) {
	text := m.text(r, field)
	if text == "" {
		return record.None, 0, nil
	}
	score, outOf, ok := scoreOf(text)
	if outOf == 0 {
		outOf = m.best[field]
	}
	if !ok || score < 0 || score > record.Money(outOf)*record.Micros {
		return record.None, 0, r.badIn("not a score of the scale", m.names[field])
	}
	return score, outOf, nil
}

// response is one record a question: each score that is mapped, and the
// comment with the first of them.
func (m *mapped) response(r *row) (err error) {
	a := record.Response{Source: m.Source, ID: m.id(r), Who: m.who(r), Survey: m.text(r, "survey"), Score: record.None}
	if err := m.whens(r, map[string]*time.Time{"at": &a.At}); err != nil {
		return err
	}
	comment := m.text(r, "comment")
	var answers []*record.Response
	for _, field := range []string{"nps", "csat", "ces", "rating"} {
		b := a
		b.Question, b.Measure = m.Fields[field], field
		if b.Score, b.OutOf, err = m.score(r, field); err != nil {
			return err
		}
		if b.Score.Known() {
			b.Text, comment = comment, ""
			answers = append(answers, &b)
		}
	}
	if comment != "" {
		b := a
		b.Question, b.Text = m.Fields["comment"], comment
		answers = append(answers, &b)
	}
	if len(answers) == 0 {
		return &fault{reason: "no answer to any question"}
	}
	for _, b := range answers {
		if err := m.out.put(b); err != nil {
			return err
		}
	}
	return nil
}

// intervals are the lengths of periods by the words for them.
var intervals = map[string]struct {
	unit  string
	every int
}{
	"day": {"day", 1}, "daily": {"day", 1}, "week": {"week", 1}, "weekly": {"week", 1}, "month": {"month", 1}, "monthly": {"month", 1}, "monatlich": {"month", 1},
	"quarter": {"month", 3}, "quarterly": {"month", 3}, "half_yearly": {"month", 6}, "year": {"year", 1}, "yearly": {"year", 1}, "annual": {"year", 1}, "annually": {"year", 1}, "jahrlich": {"year", 1},
}

func (m *mapped) subscription(r *row) (err error) {
	s := &record.Subscription{Source: m.Source, Who: m.who(r), Plan: m.text(r, "plan"), Status: strings.ToLower(m.text(r, "status")), Currency: m.currency(r, "amount"), Reason: m.text(r, "reason")}
	if s.ID, err = r.need("subscription id", m.names["id"]); err != nil {
		return err
	}
	if s.StartedAt, err = r.needWhen(false, "start", m.names["started_at"]); err != nil {
		return err
	}
	s.CreatedAt = s.StartedAt
	if text := m.text(r, "interval"); text != "" {
		i, ok := intervals[snake(text)]
		if !ok {
			return r.badIn("not an interval: day, week, month, quarter or year", m.names["interval"])
		}
		s.Interval, s.Every = i.unit, i.every
	}
	var every *int64
	if err := m.numbers(r, map[string]**int64{"every": &every}); err != nil {
		return err
	}
	if every != nil && *every > 0 && *every < 1000 {
		s.Every = int(*every) * max(s.Every, 1)
	}
	err = m.whens(r, map[string]*time.Time{"trial_ends": &s.TrialEnds, "paid_until": &s.PaidUntil, "canceled_at": &s.CanceledAt, "ended_at": &s.EndedAt})
	if err != nil {
		return err
	}
	if err := m.amounts(r, map[string]*record.Money{"quantity": &s.Quantity, "amount": &s.Amount}); err != nil {
		return err
	}
	return m.out.put(s)
}
