package export

import (
	"slices"
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

var surveyAnswers = &Format{
	Name: "survey", Title: "Survey responses", Kind: record.Responses, Source: "survey",
	Note:  "One row a respondent, one column a question. What a question measures is told by its words, its scale by the answers; answers that are no scores are kept as text.",
	match: matchSurvey,
	reader: func(h *header, o Options, out *output) (rows, error) {
		s := &survey{out: out, dates: datesOf(h, o, out, "", surveyTimes...)}
		s.learn(h)
		return singles{each: s.next}, nil
	},
}

// Columns of a survey that are no questions.
var (
	surveyTimes = []string{"timestamp", "submittedat", "submitteddate", "submitdateutc", "submitdate", "enddate", "completedat", "datesubmitted", "createdat", "created", "date", "respondedat", "responsedate", "recordeddate", "zeitstempel"}
	surveyIDs   = []string{"responseid", "respondentid", "submissionid", "responsenumber", "token", "id", "#"}
	surveyEmail = []string{"email", "emailaddress", "customeremail", "respondentemail", "username", "e mail"}
	surveyWho   = []string{"customerid", "userid", "contactid", "clientid", "kundennummer", "externalreference"}
	surveyName  = []string{"survey", "surveyname", "surveyid", "form", "campaign"}
	surveyRest  = []string{"startdate", "startdateutc", "startedat", "networkid", "ipaddress", "ip", "status", "progress", "durationinseconds", "finished", "recipientlastname", "recipientfirstname", "recipientemail",
		"locationlatitude", "locationlongitude", "distributionchannel", "userlanguage", "language", "tags", "firstname", "lastname", "name", "phone", "useragent", "browser", "device", "url", "collectorid", "datemodified", "customdata1", "updatedat", "stageddate"}
)

// matchSurvey wants a question that measures, or three that ask, and nothing
// of which orders are made.
func matchSurvey(h *header) int {
	if h.any("total", "amount", "orderdate", "orderid", "price", "quantity", "revenue", "spend", "cost", "sku", "totalspent", "churn") {
		return 0
	}
	asks, measures := 0, 0
	for i, name := range h.names {
		n := normal(name)
		if slices.Contains(surveyRest, n) || slices.Contains(surveyIDs, n) {
			continue
		}
		if isQuestion(name) {
			asks++
		}
		if m := measureOf(name); m == "nps" || m == "csat" || m == "ces" {
			if best, share := scale(answersIn(h, i)); len(h.sample) == 0 || best > 0 && share > 0.5 {
				measures++
			}
		}
	}
	switch {
	case asks >= 3, measures > 0 && (asks > 0 || h.any(surveyTimes...)), measures > 0 && h.any("responseid", "respondentid"):
		return 35
	}
	return 0
}

// isQuestion reports a column that asks.
func isQuestion(name string) bool {
	name = strings.TrimSpace(name)
	if strings.HasSuffix(name, "?") {
		return true
	}
	words := strings.Fields(strings.ToLower(strings.TrimLeft(name, "0123456789.) ")))
	if len(words) < 3 {
		return false
	}
	return slices.Contains([]string{"how", "what", "which", "why", "would", "will", "do", "did", "are", "please", "wie", "was", "welche", "warum", "que", "cual", "como", "comment", "quel"}, words[0])
}

// survey reads one row a respondent.
type survey struct {
	out   *output
	dates string
	made  contents
	asked []question
}

// question is a column that holds answers.
type question struct {
	column  int
	name    string
	measure string
	best    int
}

func (s *survey) learn(h *header) {
	beside := slices.Concat(surveyTimes, surveyIDs, surveyEmail, surveyWho, surveyName, surveyRest)
	for i, name := range h.names {
		n := normal(name)
		if slices.Contains(beside, n) || strings.HasPrefix(n, "column") && isQuestion(name) {
			continue
		}
		q := question{column: i, name: name, measure: measureOf(name)}
		values := answersIn(h, i)
		best, share := scale(values)
		switch {
		case q.measure == "" || best == 0 || share < 0.8:
			q.measure = ""
		case q.measure == "nps" && best <= 10 && (best == 10 || named(name, "nps") || slices.Contains(values, "0")):
			q.best = 10
		case q.measure == "nps": // asked on another scale, it is no net promoter score
			q.measure, q.best = "rating", best
		default:
			q.best = best
		}
		s.asked = append(s.asked, q)
	}
}

// named reports whether a name has a word.
func named(name, word string) bool { return slices.Contains(strings.Split(snake(name), "_"), word) }

func (s *survey) next(r *row) (err error) {
	r.dates = s.dates
	if isSubtitle(r.names, r.fields) {
		return errSkip
	}
	a := record.Response{
		Source: "survey", ID: r.text(surveyIDs...), Survey: r.text(surveyName...),
		Who: record.Who{External: r.text(surveyWho...), Email: record.NormalEmail(r.text(surveyEmail...)), Phone: record.NormalPhone(r.text("phone"))},
	}
	if a.ID == "" {
		a.ID = s.made.id(r)
	}
	if a.At, err = r.when(false, surveyTimes...); err != nil {
		return err
	}
	var answers []*record.Response
	for _, q := range s.asked {
		if q.column >= len(r.fields) {
			continue
		}
		text := answer(r.fields[q.column])
		if text == "" {
			continue
		}
		b := a
		b.Question, b.Measure = q.name, q.measure
		if err := q.answered(r, text, &b); err != nil {
			return err
		}
		answers = append(answers, &b)
	}
	if len(answers) == 0 {
		return &fault{reason: "no answer to any question"}
	}
	for _, b := range answers {
		if err := s.out.put(b); err != nil {
			return err
		}
	}
	return nil
}

// answer is a cell as it was answered: what others write for blank is one.
func answer(cell string) string {
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(cell), "'"))
}

// answered puts an answer in a response: a score where the question has a
// scale, else a text, as "n/a" is.
func (q question) answered(r *row, text string, b *record.Response) error {
	score, outOf, ok := scoreOf(text)
	if b.Score = record.None; q.measure == "" || !ok {
		b.Text = text
		return nil
	}
	if outOf == 0 {
		outOf = q.best
	}
	if score < 0 || score > record.Money(outOf)*record.Micros {
		return r.bad(q.column, "not a score of the question's scale")
	}
	b.Score, b.OutOf = score, outOf
	return nil
}

// answersIn are the filled cells of a column of the sample, without those of
// further header rows.
func answersIn(h *header, column int) (out []string) {
	for _, fields := range h.sample {
		if column >= len(fields) || isSubtitle(h.names, fields) {
			continue
		}
		if t := clean(fields[column]); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// isSubtitle reports the further header rows that Qualtrics and SurveyMonkey
// write.
func isSubtitle(names, fields []string) bool {
	filled, words := 0, 0
	for i, cell := range fields {
		cell = strings.TrimSpace(cell)
		switch {
		case strings.HasPrefix(cell, `{"ImportId"`), cell == "Response ID" && i < len(names) && normal(names[i]) == "responseid":
			return true
		case cell == "Response", cell == "Open-Ended Response":
			words++
		}
		if cell != "" {
			filled++
		}
	}
	return filled > 0 && words == filled
}
