package value

import (
	"fmt"
	"time"
)

// Date is a calendar day in the business's own zone, without a time of day.
// The zero Date is "not known" and prints as an empty string.
type Date struct{ t time.Time }

// DateOf is the calendar day of t as t's own location has it.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}

// DateFromDays is the day a number of days after 1970-01-01.
func DateFromDays(days int) Date { return Date{time.Unix(int64(days)*86400, 0).UTC()} }

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("parse date %q: want YYYY-MM-DD", s)
	}
	return Date{t}, nil
}

// IsZero reports whether the day is not known.
func (d Date) IsZero() bool { return d.t.IsZero() }

// Time is midnight UTC of the day, for arithmetic and drivers.
func (d Date) Time() time.Time { return d.t }

// Days is the number of days since 1970-01-01.
func (d Date) Days() int { return int(d.t.Unix() / 86400) }

// AddDays moves n days forward.
func (d Date) AddDays(n int) Date { return Date{d.t.AddDate(0, 0, n)} }

// Sub is the number of days from e to d.
func (d Date) Sub(e Date) int { return d.Days() - e.Days() }

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.t.Before(e.t) }

// String prints YYYY-MM-DD, or nothing for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.t.Format(time.DateOnly)
}

// MarshalText writes String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD or nothing.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	v, err := ParseDate(string(b))
	*d = v
	return err
}
