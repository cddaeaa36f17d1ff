package export

import (
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

// adColumns are the normalised names under which a kind of ad report has its
// columns, in each language the best first.
type adColumns struct {
	day, from, to, week, month, quarter, year []string
	account, channel, campaign, campaignID    []string
	group, ad, segments                       []string
	currency, cost, micros                    []string
	impressions, clicks, conversions, value   []string
}

// adReport reads the rows of an ad report.
type adReport struct {
	adColumns
	source, channel string // channel is the platform when the rows do not say
	money           string // currency of the header, or the caller's
	dates           string
	out             *output
	header          *header
	seen            map[uint64]int

	rows, spans, repeats int
	sum, stated          record.Money // of the rows, and of the totals row
	totals               int
}

func newAdReport(h *header, o Options, out *output, source, channel string, c adColumns) *adReport {
	a := &adReport{adColumns: c, source: source, channel: channel, out: out, header: h, seen: map[uint64]int{}, sum: record.None, stated: record.None}
	a.cost, a.money = withCurrency(h, c.cost)
	a.value, _ = withCurrency(h, c.value)
	if a.money == "" {
		a.money = strings.ToUpper(o.Currency)
	}
	a.dates = datesOf(h, o, out, "", slices.Concat(c.day, c.from, c.week, c.month)...)
	return a
}

var bracketed = regexp.MustCompile(`\(([A-Za-z]{3})\)\s*$`)

// withCurrency adds to names the columns that are called so with a currency
// behind, as in "Amount spent (USD)", and tells the currency.
func withCurrency(h *header, names []string) (all []string, currency string) {
	all = slices.Clone(names)
	for _, column := range h.names {
		m := bracketed.FindStringSubmatch(strings.TrimSpace(column))
		if m == nil {
			continue
		}
		full := normal(column)
		if slices.Contains(names, strings.TrimSuffix(full, strings.ToLower(m[1]))) {
			all = append(all, full)
			currency = strings.ToUpper(m[1])
		}
	}
	return all, currency
}

// hasCost reports whether a header has one of the cost columns, with a
// currency behind or without.
func hasCost(h *header, names ...string) bool {
	all, _ := withCurrency(h, names)
	return h.any(all...)
}

// next implements rows.
func (a *adReport) next(r *row) error {
	r.dates = a.dates
	if a.isSubtotal(r) {
		return errSkip
	}
	if a.isTotal(r) {
		a.total(r)
		return errSkip
	}
	s := &record.Spend{
		Source: a.source, Account: r.text(a.account...), Channel: a.platform(r), Campaign: r.text(a.campaign...),
		CampaignID: r.text(a.campaignID...), Group: r.text(a.group...), Ad: r.text(a.ad...), Segment: a.segment(r),
		Conversions: record.None, ConversionValue: record.None,
	}
	var err error
	if s.Currency, err = r.coin(a.money, a.currency...); err != nil {
		return err
	}
	if s.From, s.To, err = a.span(r); err != nil {
		return err
	}
	if err := a.figures(r, s); err != nil {
		return err
	}
	a.rows++
	a.sum = a.sum.Plus(s.Cost)
	if s.To.After(s.From) {
		a.spans++
	}
	a.apart(s)
	return a.out.put(s)
}

// figures reads what was spent and what came of it.
func (a *adReport) figures(r *row, s *record.Spend) (err error) {
	if s.Cost, err = r.money(a.cost...); err != nil {
		return err
	}
	if s.Currency == "" {
		_, text := r.find(a.cost...)
		_, symbol, _ := r.style.money(text)
		s.Currency = currencyOf(symbol)
	}
	if !s.Cost.Known() && r.any(a.micros...) {
		micros, err := r.money(a.micros...)
		if err != nil {
			return err
		}
		if s.Cost = micros; micros.Known() {
			if micros%record.Micros != 0 {
				return r.badIn("not a whole number of millionths", a.micros...)
			}
			s.Cost = micros / record.Micros
		}
	}
	if s.Impressions, err = r.whole(a.impressions...); err != nil {
		return err
	}
	if s.Clicks, err = r.whole(a.clicks...); err != nil {
		return err
	}
	if s.Conversions, err = r.money(a.conversions...); err != nil {
		return err
	}
	s.ConversionValue, err = r.money(a.value...)
	return err
}

// platform is a row's channel, in the words of the others: "Google Ads" is
// google_ads.
func (a *adReport) platform(r *row) string {
	if t := r.text(a.adColumns.channel...); t != "" {
		return snake(t)
	}
	return a.channel
}

// segment is a row's further breakdowns.
func (a *adReport) segment(r *row) string {
	var parts []string
	for _, name := range a.segments {
		if t := r.text(name); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, " / ")
}

// span is the days a row is about.
func (a *adReport) span(r *row) (from, to time.Time, err error) {
	whole := []struct {
		names   []string
		y, m, d int
	}{{a.day, 0, 0, 1}, {a.week, 0, 0, 7}, {a.month, 0, 1, 0}, {a.quarter, 0, 3, 0}, {a.year, 1, 0, 0}}
	if r.text(a.day...) == "" && r.text(a.from...) != "" {
		return a.between(r)
	}
	for _, w := range whole {
		c, text := r.find(w.names...)
		if text == "" {
			continue
		}
		at, ok := parseDay(text, r.dates)
		if !ok {
			return from, to, r.bad(c, "not a date")
		}
		if late(r, at) {
			return from, to, r.bad(c, "a date before 1970 or in the future")
		}
		return at, at.AddDate(w.y, w.m, w.d).AddDate(0, 0, -1), nil
	}
	return from, to, r.badIn("no day", slices.Concat(a.day, a.from, a.week, a.month, a.quarter, a.year)...)
}

// between is the days between a first and a last one.
func (a *adReport) between(r *row) (from, to time.Time, err error) {
	if from, err = r.day("first day", a.from...); err != nil {
		return from, to, err
	}
	if to, err = r.day("last day", a.to...); err != nil {
		return from, to, err
	}
	switch {
	case to.Before(from):
		err = r.badIn("the last day is before the first", a.to...)
	case late(r, from):
		err = r.badIn("a date before 1970 or in the future", a.from...)
	}
	return from, to, err
}

// late reports a day that cannot be.
func late(r *row, day time.Time) bool {
	return day.Year() < 1970 || !r.latest.IsZero() && day.After(r.latest)
}

// parseDay reads a day, or the first day of a month or year.
func parseDay(text, dates string) (time.Time, bool) {
	for _, l := range []string{"January 2006", "Jan 2006", "2006-01", "2006"} {
		if at, err := time.Parse(l, text); err == nil {
			return at, true
		}
	}
	at, ok := parseTime(text, time.UTC, dates)
	return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC), ok
}

// isTotal reports a row that adds up others: one that says so in its first
// filled cell, or one without a campaign or day in a report by campaign or day.
func (a *adReport) isTotal(r *row) bool {
	for i := range r.fields {
		t := strings.ToLower(clean(r.fields[i]))
		if t == "" {
			continue
		}
		if totalWord(t) {
			return true
		}
		break
	}
	named := slices.Concat(a.campaign, a.group, a.ad)
	return r.any(named...) && r.text(named...) == "" && r.text(a.campaignID...) == "" && (r.any(a.from...) || r.text(slices.Concat(a.day, a.week, a.month, a.quarter, a.year)...) == "")
}

// isSubtotal reports a row that adds up others of its campaign and day.
func (a *adReport) isSubtotal(r *row) bool {
	for _, name := range a.segments {
		if t := r.text(name); t == "All" || t == "Alle" || t == "Todos" {
			return true
		}
	}
	return false
}

// totalWord reports the beginning of a row of totals.
func totalWord(t string) bool {
	switch t {
	case "total", "totals", "grand total", "gesamt", "gesamtsumme", "summe", "totales", "totaal", "totale":
		return true
	}
	for _, p := range []string{"total:", "total :", "totals:", "gesamt:", "totale:", "totaal:"} {
		if strings.HasPrefix(t, p) {
			return true
		}
	}
	return false
}

// total remembers what a totals row states.
func (a *adReport) total(r *row) {
	if m, err := r.money(a.cost...); err == nil && m.Known() {
		a.totals++
		a.stated = m
	}
}

// apart keeps rows from being taken for one because a report breaks its rows
// down by something unknown here: their spend would be lost.
func (a *adReport) apart(s *record.Spend) {
	sum := fnv.New64a()
	fmt.Fprint(sum, s.From.Unix(), "\x00", s.To.Unix(), "\x00", strings.Join([]string{s.Account, s.Channel, s.Campaign, s.CampaignID, s.Group, s.Ad, s.Segment, s.Currency}, "\x00"))
	key := sum.Sum64()
	a.seen[key]++
	if n := a.seen[key]; n > 1 {
		a.repeats++
		s.Segment = strings.TrimSpace(fmt.Sprintf("%s #%d", s.Segment, n))
	}
}

// finish implements rows: it says what a reader of the figures must know.
func (a *adReport) finish() error {
	if a.spans > 0 {
		a.out.notice("info", "spend-spans", "Rows about more than one day: %d of %d. Their spend is spread over those days and not put on the first.", a.spans, a.rows)
	}
	if a.repeats > 0 {
		a.out.notice("warning", "spend-repeats", "%d %s with the same days, campaign and segment as another: counted as further spend. If the file holds a report twice, take one out", a.repeats, plural(a.repeats, "row"))
	}
	if a.rows > 0 && a.money == "" && !a.header.any(a.currency...) {
		a.out.notice("warning", "spend-currency", "the report does not say which currency its costs are in")
	}
	off := a.sum.Or(0).Minus(a.stated)
	if slack := record.Money(a.rows+1) * record.Micros / 200; a.totals == 1 && (off > slack || off < -slack) {
		a.out.notice("warning", "spend-total", "the rows add up to %s, the report's own totals row says %s", a.sum, a.stated)
	}
	return nil
}
