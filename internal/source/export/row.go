package export

import (
	"strconv"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

// row is one row of a file with what is needed to read its cells. Its methods
// take normalised column names and use the first of them that is there and
// filled.
type row struct {
	*header
	fields []string
	line   int64
	zone   *time.Location
	latest time.Time
	dates  string
	style  style
}

// blank reports a row with nothing in it.
func (r *row) blank() bool {
	for _, f := range r.fields {
		if strings.TrimSpace(f) != "" {
			return false
		}
	}
	return len(r.fields) > 0
}

// shape refuses a row that is cut otherwise than the header. A row that ends
// early has lost nothing when what it lacks could only be blank, which cannot
// be told: it is refused.
func (r *row) shape() error {
	switch n := len(r.fields); {
	case n == 0:
		return &fault{reason: "not a JSON object"}
	case n < len(r.names) && !r.narrow:
		return &fault{value: strings.Join(r.fields, ","), reason: "the row has fewer columns than the header"}
	case n > len(r.names):
		return &fault{value: strings.Join(r.fields, ","), reason: "the row has more columns than the header"}
	}
	return nil
}

// find is the first of the columns that is there and filled, and its text.
func (r *row) find(names ...string) (column int, text string) {
	column = -1
	for _, n := range names {
		c, ok := r.index[n]
		if !ok || c >= len(r.fields) {
			continue
		}
		if column < 0 {
			column = c
		}
		if t := clean(r.fields[c]); t != "" {
			return c, t
		}
		for _, twin := range r.twins {
			if twin[0] != c || twin[1] >= len(r.fields) {
				continue
			}
			if t := clean(r.fields[twin[1]]); t != "" {
				return twin[1], t
			}
		}
	}
	return column, ""
}

// text is a cell's text, empty when none of the columns is there or filled.
func (r *row) text(names ...string) string {
	_, t := r.find(names...)
	return t
}

// bad is a fault of a cell.
func (r *row) bad(column int, reason string) *fault {
	f := &fault{reason: reason}
	if column >= 0 && column < len(r.names) {
		f.column = r.names[column]
		if column < len(r.fields) {
			f.value = r.fields[column]
		}
	}
	return f
}

// badIn is a fault of the first of the columns that is there.
func (r *row) badIn(reason string, names ...string) *fault {
	c, _ := r.find(names...)
	return r.bad(c, reason)
}

// need is a cell's text; a blank one is a fault.
func (r *row) need(what string, names ...string) (string, error) {
	c, t := r.find(names...)
	if t == "" {
		return "", r.bad(c, "no "+what)
	}
	return t, nil
}

// mostMoney is a million millions: the sum of a few such amounts can still be
// held.
const mostMoney = 1_000_000_000_000 * record.Micros

// money is a cell's amount in major units, None when blank.
func (r *row) money(names ...string) (record.Money, error) {
	c, t := r.find(names...)
	if t == "" {
		return record.None, nil
	}
	m, _, ok := r.style.money(t)
	if !ok {
		return record.None, r.bad(c, "not an amount of money")
	}
	if m > mostMoney || m < -mostMoney {
		return record.None, r.bad(c, "too large an amount")
	}
	return m, nil
}

// needMoney is money that must be there.
func (r *row) needMoney(what string, names ...string) (record.Money, error) {
	m, err := r.money(names...)
	if err == nil && !m.Known() {
		err = r.badIn("no "+what, names...)
	}
	return m, err
}

// whole is a cell's whole number, nil when blank.
func (r *row) whole(names ...string) (*int64, error) {
	c, t := r.find(names...)
	if t == "" {
		return nil, nil
	}
	m, _, ok := r.style.money(t)
	if !ok || m%record.Micros != 0 {
		return nil, r.bad(c, "not a whole number")
	}
	n := int64(m / record.Micros)
	return &n, nil
}

// integer is a whole number in plain digits, nil when it is none: for numbers
// beyond what money holds, such as microseconds.
func (r *row) integer(names ...string) *int64 {
	n, err := strconv.ParseInt(r.text(names...), 10, 64)
	if err != nil {
		return nil
	}
	return &n
}

// flag is a cell's yes or no, nil when blank or neither.
func (r *row) flag(names ...string) *bool {
	var b bool
	switch strings.ToLower(r.text(names...)) {
	case "yes", "true", "1", "y", "t", "subscribed", "ja", "oui", "si", "sí":
		b = true
	case "no", "false", "0", "n", "f", "unsubscribed", "never_subscribed", "nein", "non":
	default:
		return nil
	}
	return &b
}

// when is a cell's time in UTC, zero when blank. Times without an offset are
// in the business's zone, or in UTC when utc says that the source writes so.
func (r *row) when(utc bool, names ...string) (time.Time, error) {
	c, t := r.find(names...)
	if t == "" {
		return time.Time{}, nil
	}
	zone := r.zone
	if utc {
		zone = time.UTC
	}
	at, ok := parseTime(t, zone, r.dates)
	if !ok {
		return time.Time{}, r.bad(c, "not a date or time")
	}
	if at.Year() < 1970 || !r.latest.IsZero() && at.After(r.latest) {
		return time.Time{}, r.bad(c, "a date before 1970 or in the future")
	}
	return at, nil
}

// needWhen is a time that must be there.
func (r *row) needWhen(utc bool, what string, names ...string) (time.Time, error) {
	at, err := r.when(utc, names...)
	if err == nil && at.IsZero() {
		err = r.badIn("no "+what, names...)
	}
	return at, err
}

// day is a cell's day, at midnight UTC, whatever the zone.
func (r *row) day(what string, names ...string) (time.Time, error) {
	c, t := r.find(names...)
	if t == "" {
		return time.Time{}, r.bad(c, "no "+what)
	}
	at, ok := parseTime(t, time.UTC, r.dates)
	if !ok {
		return time.Time{}, r.bad(c, "not a date")
	}
	return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC), nil
}
