package file

import (
	"strings"
	"time"
)

// moment is one value of time, by its shape.
type moment struct {
	family string // one of the families, or empty when it is no time
	first  int    // numeric family: the numbers as they stand
	second int
	third  int
	sep    byte // numeric family: between them
	short  bool // numeric family: the year has two digits
	dmy    bool // numeric family: the calendar has the day in this order
	mdy    bool
	ymd    bool
	date   string // strptime pattern of the date; empty in the numeric family
	clock  string // strptime pattern of what follows, and of a weekday before
	before string
	iso    bool // a plain cast to a timestamp reads it
	offset bool
}

// Families of times.
const (
	calendar = "calendar" // the order of year, month and day is evident
	numeric  = "numeric"  // two numbers and a year
	compact  = "compact"  // YYYYMMDD
	seconds  = "epoch_seconds"
	millis   = "epoch_millis"
	micros   = "epoch_micros"
)

// ok reports whether the value is a time at all.
func (m moment) ok() bool { return m.family != "" }

// pattern is the strptime pattern with the order given for numeric values.
func (m moment) pattern(order string) string {
	return m.before + m.datePattern(order) + m.clock
}

// datePattern is the pattern of the date alone.
func (m moment) datePattern(order string) string {
	if m.family != numeric {
		return m.date
	}
	year, sep := "%Y", string(m.sep)
	if m.short {
		year = "%y"
	}
	switch order {
	case "dmy":
		return "%d" + sep + "%m" + sep + year
	case "ymd":
		return year + sep + "%m" + sep + "%d"
	}
	return "%m" + sep + "%d" + sep + year
}

// shapeOfTime recognises a time.
func shapeOfTime(v string) moment {
	v = strings.TrimSpace(v)
	if len(v) < 6 || len(v) > 48 {
		return moment{}
	}
	if allDigits(v) {
		return digitTime(v)
	}
	s := &scan{text: v}
	m, ok := s.day()
	if !ok || !s.clock(&m) || !s.done() {
		return moment{}
	}
	return m
}

// allDigits reports whether there is nothing but digits.
func allDigits(v string) bool {
	for i := range len(v) {
		if v[i] < '0' || v[i] > '9' {
			return false
		}
	}
	return len(v) > 0
}

// digitTime recognises times written as one number.
func digitTime(v string) moment {
	n := 0
	if len(v) > 16 {
		return moment{}
	}
	for i := range len(v) {
		n = n*10 + int(v[i]-'0')
	}
	switch {
	case len(v) == 8 && realDay(n/10000, n/100%100, n%100):
		return moment{family: compact, date: "%Y%m%d"}
	case len(v) == 14 && realDay(n/1e10, n/1e8%100, n/1e6%100) && n/1e4%100 < 24 && n/100%100 < 60 && n%100 < 60:
		return moment{family: compact, date: "%Y%m%d", clock: "%H%M%S"}
	case inEpoch(n, 1):
		return moment{family: seconds}
	case inEpoch(n, 1e3):
		return moment{family: millis}
	case inEpoch(n, 1e6):
		return moment{family: micros}
	}
	return moment{}
}

// inEpoch reports whether n units lie between 1990 and 2100.
func inEpoch(n, unit int) bool {
	return n >= 631152000*unit && n < 4102444800*unit
}

// realDay reports whether the calendar has the day, in years orders have.
func realDay(y, m, d int) bool {
	if y < 1900 || y > 2200 || m < 1 || m > 12 || d < 1 {
		return false
	}
	return d <= time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// longYear is the year that two digits mean, as strptime has it.
func longYear(y int) int {
	if y < 69 {
		return 2000 + y
	}
	return 1900 + y
}

var months = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// named finds an English name, whole or by its first three letters, and the
// pattern letter for the form it has.
func named(word string, names []string, short, long string) (n int, pattern string) {
	word = strings.ToLower(word)
	for i, name := range names {
		if word == name[:3] {
			return i + 1, short
		}
		if word == name {
			return i + 1, long
		}
	}
	return 0, ""
}
