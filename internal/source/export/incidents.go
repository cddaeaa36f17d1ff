package export

import (
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

var incidentLog = &Format{
	Name: "incident-log", Title: "Incident log (ServiceNow)", Kind: record.Tickets, Source: "servicenow",
	Note:  "One row a change: the last row of an incident is its state.",
	match: matchIncidents,
	reader: func(h *header, o Options, out *output) (rows, error) {
		l := &incidents{out: out, dates: datesOf(h, o, out, "dmy", "openedat", "resolvedat", "closedat", "sysupdatedat")}
		return singles{each: l.next, end: l.flush}, nil
	},
}

func matchIncidents(h *header) int {
	if h.has("number", "openedat") && h.any("incidentstate", "state", "reassignmentcount", "callerid") {
		return 100
	}
	return 0
}

// incidents holds the incident at hand until another one's row comes.
type incidents struct {
	out   *output
	dates string
	last  *record.Ticket
	at    time.Time // of the row that last is from
	no    int64     // and its changes
}

func (l *incidents) next(r *row) (err error) {
	r.dates = l.dates
	t := &record.Ticket{
		Source: "servicenow", Who: record.Who{ID: known(r, "callerid", "caller")}, Subject: known(r, "shortdescription", "category"),
		Status: strings.ToLower(known(r, "incidentstate", "state")), Priority: strings.ToLower(known(r, "priority")), Type: strings.ToLower(known(r, "subcategory")),
		Channel: snake(known(r, "contacttype")), Group: known(r, "assignmentgroup"),
	}
	if t.ID, err = r.need("incident number", "number"); err != nil {
		return err
	}
	if t.CreatedAt, err = r.needWhen(false, "time of opening", "openedat"); err != nil {
		return err
	}
	for _, name := range []string{"resolvedat", "closedat"} {
		if known(r, name) == "" || !t.SolvedAt.IsZero() {
			continue
		}
		if t.SolvedAt, err = r.when(false, name); err != nil {
			return err
		}
	}
	if !t.SolvedAt.IsZero() && !t.SolvedAt.Before(t.CreatedAt) {
		n := int64(t.SolvedAt.Sub(t.CreatedAt).Minutes())
		t.ResolutionMinutes = &n
	}
	if t.Reopens, err = r.whole("reopencount"); err != nil {
		return err
	}
	return l.take(r, t)
}

// take keeps the later of two rows of an incident.
func (l *incidents) take(r *row, t *record.Ticket) error {
	at, err := r.when(false, "sysupdatedat")
	if err != nil {
		return err
	}
	no := int64(0)
	if n := r.integer("sysmodcount"); n != nil {
		no = *n
	}
	if l.last != nil && l.last.ID == t.ID {
		if at.Before(l.at) || at.Equal(l.at) && no < l.no {
			return nil
		}
	} else if err := l.flush(); err != nil {
		return err
	}
	l.last, l.at, l.no = t, at, no
	return nil
}

func (l *incidents) flush() error {
	if l.last == nil {
		return nil
	}
	t := l.last
	l.last = nil
	return l.out.put(t)
}

// known is a cell's text, empty when it is the question mark or "unknown" of
// such logs.
func known(r *row, names ...string) string {
	for _, n := range names {
		if t := r.text(n); t != "" && t != "?" && !strings.EqualFold(t, "unknown") {
			return t
		}
	}
	return ""
}
