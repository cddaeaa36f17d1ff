package models

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/perennial-clv/perennial/btyd/tenure"
	"github.com/perennial-clv/perennial/internal/value"
)

// TenureColumns says how a table of customers with contracts is to be read.
// Empty names are looked for among the usual ones.
type TenureColumns struct {
	Tenure, Churned, Start, End, Weight string
	// UnitDays is the length of the time unit, for tables with dates, and AsOf
	// the day on which they were written; zero stands for their latest date.
	UnitDays float64
	AsOf     value.Date
}

// Tenures are customers with contracts.
type Tenures struct {
	Rows tenure.Rows
	// Dated tenures were counted between days, in the unit that was asked for.
	Dated bool
}

// usualNames are those of columns that are looked for, the best first.
var usualNames = map[string][]string{
	"tenure":  {"tenure", "tenure_months", "tenure_days", "tenure_weeks", "duration", "lifetime"},
	"churned": {"churned", "churn", "lost", "cancelled", "canceled", "left", "event"},
	"start":   {"start", "start_date", "started", "started_at", "signup_date", "subscribed_at"},
	"end":     {"end", "end_date", "ended", "ended_at", "cancelled_at", "canceled_at", "churn_date", "churned_at"},
	"weight":  {"weight", "weights", "customers", "n"},
}

// stay is a row of the table. Days are since 1970; noDay stands for none.
type stay struct {
	tenure     float64
	start, end int
	lost       bool
	weight     float64
}

const noDay = math.MinInt

// ReadTenures reads a CSV with a column of tenures, or of the days on which
// they began and ended, and one that says who has left. name is for messages.
func ReadTenures(r io.Reader, name string, c TenureColumns) (Tenures, error) {
	in := csv.NewReader(r)
	in.ReuseRecord = true
	header, err := in.Read()
	if errors.Is(err, io.EOF) {
		return Tenures{}, value.Errorf(value.BadInput, "%s is empty", name).WithHint("It needs a header line with tenure and churned, or start and end")
	}
	if err != nil {
		return Tenures{}, value.Errorf(value.BadInput, "%s: %w", name, err)
	}
	t, err := newTenureTable(slices.Clone(header), name, c)
	if err != nil {
		return Tenures{}, err
	}
	var stays []stay
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Tenures{}, value.Errorf(value.BadInput, "%s: %w", name, err)
		}
		line, _ := in.FieldPos(0)
		s, err := t.stay(row)
		if err != nil {
			return Tenures{}, value.Errorf(value.BadInput, "%s, line %d, %w", name, line, err)
		}
		stays = append(stays, s)
	}
	if len(stays) == 0 {
		return Tenures{}, value.Errorf(value.BadInput, "%s has a header and no rows", name)
	}
	if t.dated() {
		if stays, err = dated(stays, name, c); err != nil {
			return Tenures{}, err
		}
	}
	return Tenures{Rows: gathered(stays), Dated: t.dated()}, nil
}

// tenureTable knows where the columns are.
type tenureTable struct {
	header []string
	at     map[string]int
}

func newTenureTable(header []string, name string, c TenureColumns) (tenureTable, error) {
	t := tenureTable{header: header, at: map[string]int{}}
	for i, h := range header {
		t.header[i] = strings.Trim(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")), `"`)
	}
	for _, column := range []struct{ key, wanted string }{
		{"tenure", c.Tenure}, {"churned", c.Churned}, {"start", c.Start}, {"end", c.End}, {"weight", c.Weight},
	} {
		key, wanted := column.key, column.wanted
		names := usualNames[key]
		if wanted != "" {
			names = []string{wanted}
		}
		for _, n := range names {
			if i := slices.IndexFunc(t.header, func(h string) bool { return strings.EqualFold(h, n) }); i >= 0 {
				t.at[key] = i
				break
			}
		}
		if _, found := t.at[key]; wanted != "" && !found {
			return t, t.lacks(name, fmt.Sprintf("no column %q", wanted))
		}
	}
	switch {
	case c.Tenure == "" && c.Start != "":
		delete(t.at, "tenure") // dates were asked for
	case t.has("tenure"):
		delete(t.at, "start")
	}
	switch {
	case !t.has("tenure") && !t.has("start"):
		return t, t.lacks(name, "no column of tenures, nor of days on which they began")
	case t.has("tenure") && !t.has("churned"):
		return t, t.lacks(name, "no column that says who has left")
	case t.has("start") && !t.has("end"):
		return t, t.lacks(name, "no column of the days on which tenures ended")
	}
	return t, nil
}

func (t tenureTable) lacks(name, what string) error {
	return value.Errorf(value.BadInput, "%s has %s; its columns are %s", name, what, strings.Join(t.header, ", ")).
		WithHint("Name them with --tenure-column and --churned-column, or --start-column and --end-column")
}

func (t tenureTable) has(key string) bool { _, ok := t.at[key]; return ok }
func (t tenureTable) dated() bool         { return t.has("start") }

// text is a cell.
func (t tenureTable) text(row []string, key string) string { return strings.TrimSpace(row[t.at[key]]) }

// wrong says what is wrong with a cell.
func (t tenureTable) wrong(key, format string, arguments ...any) error {
	i := t.at[key]
	return fmt.Errorf("column %d (%s): %s", i+1, t.header[i], fmt.Sprintf(format, arguments...))
}

// stay reads a row.
func (t tenureTable) stay(row []string) (s stay, err error) {
	s.weight, s.end = 1, noDay
	if t.has("weight") {
		s.weight, err = strconv.ParseFloat(t.text(row, "weight"), 64)
		if err != nil || !(s.weight > 0) || math.IsInf(s.weight, 0) {
			return s, t.wrong("weight", "%q is not a number of customers", t.text(row, "weight"))
		}
	}
	if t.has("churned") {
		var ok bool
		if s.lost, ok = yesOrNo(t.text(row, "churned")); !ok {
			return s, t.wrong("churned", "%q does not say whether the customer has left", t.text(row, "churned"))
		}
	}
	if t.dated() {
		return t.days(row, s)
	}
	s.tenure, err = strconv.ParseFloat(t.text(row, "tenure"), 64)
	if err != nil {
		return s, t.wrong("tenure", "%q is not a number", t.text(row, "tenure"))
	}
	if !(s.tenure >= 0) || math.IsInf(s.tenure, 0) {
		return s, t.wrong("tenure", "a tenure of %g is not zero or more", s.tenure)
	}
	return s, nil
}

// days reads the days of a row. Without a column that says who has left, it is
// those whose tenure has ended.
func (t tenureTable) days(row []string, s stay) (stay, error) {
	start, err := dayOf(t.text(row, "start"))
	if err != nil {
		return s, t.wrong("start", "%v", err)
	}
	s.start = start
	if text := t.text(row, "end"); text != "" {
		if s.end, err = dayOf(text); err != nil {
			return s, t.wrong("end", "%v", err)
		}
		if s.end < s.start {
			return s, t.wrong("end", "%s is before the start, %s", text, t.text(row, "start"))
		}
	}
	if !t.has("churned") {
		s.lost = s.end != noDay
	} else if s.lost && s.end == noDay {
		return s, t.wrong("end", "a customer who has left needs the day")
	}
	return s, nil
}

// dayOf reads a day; a time of day after it does not matter.
func dayOf(text string) (int, error) {
	if len(text) > 10 && (text[10] == ' ' || text[10] == 'T') {
		text = text[:10]
	}
	d, err := value.ParseDate(text)
	if err != nil {
		return 0, err
	}
	return d.Days(), nil
}

// yesOrNo understands the words in which tables say it.
func yesOrNo(text string) (yes, ok bool) {
	switch strings.ToLower(text) {
	case "1", "1.0", "yes", "y", "true", "t":
		return true, true
	case "0", "0.0", "no", "n", "false", "f":
		return false, true
	}
	return false, false
}

// dated turns days into tenures as they stood on a day. Customers who began
// later are left out, and who left later was still there.
func dated(stays []stay, name string, c TenureColumns) ([]stay, error) {
	asOf := noDay
	if !c.AsOf.IsZero() {
		asOf = c.AsOf.Days()
	} else {
		for _, s := range stays {
			asOf = max(asOf, s.start, s.end)
		}
	}
	out := stays[:0]
	for _, s := range stays {
		if s.start > asOf {
			continue
		}
		if s.end == noDay || s.end > asOf {
			s.end, s.lost = asOf, false
		}
		s.tenure = float64(s.end-s.start) / c.UnitDays
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, value.Errorf(value.TooLittle, "nobody in %s had begun by %s", name, c.AsOf).WithHint("Check --as-of")
	}
	return out, nil
}

// gathered are the distinct stays, by tenure.
func gathered(stays []stay) tenure.Rows {
	type key struct {
		exit float64
		lost bool
	}
	weights := map[key]float64{}
	for _, s := range stays {
		weights[key{s.tenure, s.lost}] += s.weight
	}
	keys := make([]key, 0, len(weights))
	for k := range weights {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int {
		switch {
		case a.exit < b.exit, a.exit == b.exit && a.lost && !b.lost:
			return -1
		case a == b:
			return 0
		}
		return 1
	})
	var r tenure.Rows
	for _, k := range keys {
		r.Exit, r.Lost, r.W = append(r.Exit, k.exit), append(r.Lost, k.lost), append(r.W, weights[k])
	}
	return r
}
