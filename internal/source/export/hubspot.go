package export

import (
	"strconv"
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

var hubspotTickets = &Format{
	Name: "hubspot-tickets", Title: "HubSpot tickets", Kind: record.Tickets, Source: "hubspot",
	Note:  "A ticket of several contacts is the first one's.",
	match: matchHubspot,
	reader: func(h *header, o Options, out *output) (rows, error) {
		t := &hubspot{out: out, dates: datesOf(h, o, out, "", "createdate", "closedate")}
		return singles{each: t.next}, nil
	},
}

func matchHubspot(h *header) int {
	switch {
	case h.has("ticketid", "ticketname") && h.any("ticketdescription", "pipeline", "ticketstatus", "createdate", "associatedcontact"):
		return 100
	case h.has("ticketid", "createdate") && h.any("timetoclosehhmmss", "associatedcontact", "associatedcontactids"):
		return 90
	}
	return 0
}

type hubspot struct {
	out   *output
	dates string
}

func (t *hubspot) next(r *row) (err error) {
	r.dates = t.dates
	k := &record.Ticket{
		Source: "hubspot", Who: t.contact(r), Subject: r.text("ticketname"), Status: strings.ToLower(r.text("ticketstatus", "status")),
		Priority: strings.ToLower(r.text("priority")), Type: strings.ToLower(r.text("category", "tickettype")),
		Channel: snake(r.text("source", "ticketsource", "originalsource")), Group: r.text("pipeline", "team", "hubspotteam"), Tags: r.text("tickettags", "tags"),
	}
	if k.ID, err = r.need("ticket id", "ticketid"); err != nil {
		return err
	}
	if k.CreatedAt, err = r.needWhen(false, "date of creation", "createdate"); err != nil {
		return err
	}
	if k.SolvedAt, err = r.when(false, "closedate"); err != nil {
		return err
	}
	if k.ResolutionMinutes, err = clockMinutes(r, "timetoclosehhmmss", "timetoclose"); err != nil {
		return err
	}
	if k.FirstReplyMinutes, err = clockMinutes(r, "timetofirstagentreplyhhmmss", "timetofirstagentreply", "timetofirstresponsehhmmss"); err != nil {
		return err
	}
	return t.out.put(k)
}

// contact is whom a ticket is of: "Ada Byron (ada@example.com)", several
// behind semicolons.
func (t *hubspot) contact(r *row) record.Who {
	first, more, _ := strings.Cut(r.text("associatedcontact", "associatedcontacts"), ";")
	if strings.TrimSpace(more) != "" {
		t.out.notice("info", "ticket-contacts", "tickets of several contacts are taken as the first one's")
	}
	w := record.Who{Email: record.NormalEmail(r.text("associatedcontactemail", "contactemail", "email"))}
	if open, end := strings.LastIndexByte(first, '('), strings.LastIndexByte(first, ')'); w.Email == "" && open >= 0 && end > open {
		w.Email = record.NormalEmail(first[open+1 : end])
	}
	if w.Email == "" {
		w.Email = record.NormalEmail(first)
	}
	id, _, _ := strings.Cut(r.text("associatedcontactids", "associatedcontactid"), ";")
	w.ID = strings.TrimSpace(id)
	return w
}

// clockMinutes reads a length such as 123:04:05, or milliseconds in plain
// digits, in minutes.
func clockMinutes(r *row, names ...string) (*int64, error) {
	c, text := r.find(names...)
	if text == "" {
		return nil, nil
	}
	if ms, err := strconv.ParseInt(text, 10, 64); err == nil && ms >= 0 {
		ms /= 60_000
		return &ms, nil
	}
	p := strings.Split(text, ":")
	if len(p) == 3 {
		h, err1 := strconv.ParseUint(p[0], 10, 32)
		m, err2 := strconv.ParseUint(p[1], 10, 32)
		s, err3 := strconv.ParseUint(p[2], 10, 32)
		if err1 == nil && err2 == nil && err3 == nil && m < 60 && s < 60 {
			n := int64(h)*60 + int64(m)
			return &n, nil
		}
	}
	return nil, r.bad(c, "not a length of time as hours:minutes:seconds")
}
