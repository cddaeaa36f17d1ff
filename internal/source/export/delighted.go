package export

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

var delightedResponses = &Format{
	Name: "delighted-responses", Title: "Delighted responses", Kind: record.Responses, Source: "delighted",
	Note:  "Scores are NPS, 0 to 10, unless a survey type says otherwise.",
	match: matchDelighted,
	reader: func(h *header, o Options, out *output) (rows, error) {
		d := &delighted{out: out, dates: datesOf(h, o, out, "", delightedTimes...)}
		return singles{each: d.next}, nil
	},
}

var delightedTimes = []string{"createdat", "surveytimestamp", "respondedat", "responsetime", "timestamp", "date", "updatedat"}

func matchDelighted(h *header) int {
	if !h.any("score") || !h.any("comment") {
		return 0
	}
	_, ours := h.prefixed("delighted")
	_, nested := h.prefixed("personproperties.delighted")
	switch {
	case ours, nested, h.has("permalink"):
		return 100
	case h.has("person", "createdat"), h.has("person.email", "createdat"), h.has("surveytype"):
		return 90
	}
	return 0
}

type delighted struct {
	out   *output
	dates string
	made  contents
}

// bestScores are the scales of survey types.
var bestScores = map[string]struct {
	measure string
	best    int
}{
	"": {"nps", 10}, "nps": {"nps", 10}, "csat": {"csat", 5}, "csat3": {"csat", 3}, "ces": {"ces", 5}, "ces7": {"ces", 7},
	"5_star": {"rating", 5}, "stars_five": {"rating", 5}, "smileys_five": {"csat", 5}, "smileys_three": {"csat", 3}, "thumbs": {"csat", 1}, "pmf": {"rating", 3},
}

func (d *delighted) next(r *row) (err error) {
	r.dates = d.dates
	a := &record.Response{
		Source: "delighted", ID: r.text("id", "responseid"),
		Who: record.Who{ID: r.text("person.id", "personid"), Email: record.NormalEmail(r.text("person.email", "email", "personemail")),
			Phone: record.NormalPhone(r.text("person.phonenumber", "phone", "phonenumber")), External: r.text("personproperties.customerid", "customerid")},
		Survey: r.text("surveytype"), Text: r.text("comment"),
	}
	if p := r.text("person"); a.Who.ID == "" && p != "" && !strings.HasPrefix(p, "{") {
		a.Who.ID = p
	}
	if a.ID == "" {
		a.ID = r.text("permalink")
	}
	if a.ID == "" {
		a.ID = d.made.id(r)
	}
	kind, ok := bestScores[snake(a.Survey)]
	if !ok {
		return r.badIn("a type of survey that is not known here", "surveytype")
	}
	a.Measure, a.OutOf = kind.measure, kind.best
	c, text := r.find("score")
	if a.Score = record.None; text != "" {
		score, _, is := scoreOf(text)
		if !is || score < 0 || score > record.Money(a.OutOf)*record.Micros {
			return r.bad(c, "not a score of the survey's scale")
		}
		a.Score = score
	} else if a.OutOf = 0; a.Text == "" {
		return r.bad(c, "neither a score nor a comment")
	}
	if a.At, err = r.needWhen(true, "time", delightedTimes...); err != nil {
		return err
	}
	return d.out.put(a)
}
