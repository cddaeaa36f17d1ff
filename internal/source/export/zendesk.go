package export

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

var zendeskTickets = &Format{
	Name: "zendesk-tickets", Title: "Zendesk tickets", Kind: record.Tickets, Source: "zendesk",
	Note:  "Times are read in the business's time zone, in which Zendesk writes them. Where no minutes of resolution are given its rounded hours stand in.",
	match: matchZendesk,
	reader: func(h *header, o Options, out *output) (rows, error) {
		z := &zendesk{out: out, dates: datesOf(h, o, out, "", "createdat", "updatedat")}
		return singles{each: z.next}, nil
	},
}

func matchZendesk(h *header) int {
	switch {
	case h.has("id", "requester", "requesterid") && h.any("requesteremail", "satisfactionscore", "resolutiontime", "summationcolumn"):
		return 100
	case h.has("summationcolumn", "id") && h.any("requester", "subject"):
		return 90
	}
	return 0
}

type zendesk struct {
	out   *output
	dates string
}

func (z *zendesk) next(r *row) (err error) {
	r.dates = z.dates
	t := &record.Ticket{
		Source: "zendesk",
		Who: record.Who{ID: r.text("requesterid"), Email: record.NormalEmail(r.text("requesteremail")),
			Phone: record.NormalPhone(r.text("requesterphone")), External: r.text("requesterexternalid")},
		Subject: r.text("subject"), Status: strings.ToLower(r.text("status")), Priority: strings.ToLower(r.text("priority")),
		Type: strings.ToLower(r.text("tickettype", "type")), Channel: snake(r.text("via")), Group: r.text("group"), Tags: r.text("tags"),
		Satisfaction: satisfaction(r.text("satisfactionscore")),
	}
	if t.ID, err = r.need("ticket id", "id"); err != nil {
		return err
	}
	if t.CreatedAt, err = r.needWhen(false, "time of creation", "createdat"); err != nil {
		return err
	}
	if t.SolvedAt, err = r.when(false, "solvedat"); err != nil {
		return err
	}
	if t.FirstReplyMinutes, err = r.whole("firstreplytimeinminutes"); err != nil {
		return err
	}
	if t.ResolutionMinutes, err = r.whole("fullresolutiontimeinminutes"); err != nil {
		return err
	}
	if t.ResolutionMinutes == nil {
		hours, err := r.money("resolutiontime")
		if err != nil {
			return err
		}
		t.ResolutionMinutes = minutesOf(hours)
	}
	if t.Replies, err = r.whole("replies"); err != nil {
		return err
	}
	if t.Reopens, err = r.whole("reopens"); err != nil {
		return err
	}
	return z.out.put(t)
}

// minutesOf are hours in minutes, nil when they are not stated.
func minutesOf(hours record.Money) *int64 {
	if !hours.Known() {
		return nil
	}
	n := int64(hours.Times(60*record.Micros).Or(0)) / record.Micros
	return &n
}

// satisfaction is a rating of support in three words: good, bad, or offered
// and not answered.
func satisfaction(s string) string {
	s = strings.ToLower(s)
	switch {
	case strings.HasPrefix(s, "good"), s == "satisfied", s == "positive":
		return "good"
	case strings.HasPrefix(s, "bad"), s == "dissatisfied", s == "negative":
		return "bad"
	case s == "offered":
		return "offered"
	}
	return ""
}
