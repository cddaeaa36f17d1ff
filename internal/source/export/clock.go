package export

import (
	"strconv"
	"strings"
	"time"
)

// Layouts of dates and times as exports write them, tried in order. Those
// with a slash are in parseSlashed.
var layouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05.999999999 -0700", "2006-01-02 15:04:05.999999999 -07:00", "2006-01-02 15:04:05.999999999 MST",
	"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02 15:04", "2006-01-02T15:04",
	"2006-01-02", "20060102", "2006-01-02 03:04:05 PM", "2006-01-02 3:04 PM",
	"January 2, 2006", "Jan 2, 2006", "2 January 2006", "2 Jan 2006", "Jan 2, 2006 3:04 PM", "January 2, 2006 3:04 PM",
	"Jan 2, 2006, 3:04 PM", "Mon, 2 Jan 2006 15:04:05 MST", "Mon, 02 Jan 2006 15:04:05 -0700", "Jan 2, 2006, 3:04:05 PM",
	"Mon, Jan 2, 2006", "2006/01/02", "2006/01/02 15:04:05", "2006/01/02 15:04",
	"2006/01/02 3:04:05 PM",
}

// parseTime reads a date or time as UTC; one without an offset is of the zone.
// dates is the order of day, month and year in 03/04/2026: dmy or mdy; empty
// takes what cannot be a month for the day, else the month first.
func parseTime(s string, zone *time.Location, dates string) (time.Time, bool) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\u202f", " "))
	if n := len(s); n == 0 || n > 40 {
		return time.Time{}, false
	}
	if at, ok := parseUsual(s, zone); ok {
		return at, true
	}
	if at, ok := parseEpoch(s); ok {
		return at, true
	}
	s, zone = shifted(s, zone)
	for _, l := range layouts {
		at, err := time.ParseInLocation(l, s, zone)
		if err != nil {
			continue
		}
		if strings.HasSuffix(l, "MST") && !knownZone(s) {
			return time.Time{}, false
		}
		return at.UTC(), true
	}
	return parseSlashed(s, zone, dates)
}

// parseUsual reads what most files have, 2006-01-02 15:04:05 with an offset
// or without, much faster than a layout is tried. What it does not know it
// leaves to the layouts.
func parseUsual(s string, zone *time.Location) (time.Time, bool) {
	switch len(s) {
	case 10: // a day
		s += " 00:00:00"
	case 16: // a minute
		s += ":00"
	}
	if len(s) < 19 || s[4] != '-' || s[7] != '-' || s[10] != ' ' && s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		return time.Time{}, false
	}
	y, ok1 := number(s[:4])
	mo, ok2 := number(s[5:7])
	d, ok3 := number(s[8:10])
	h, ok4 := number(s[11:13])
	mi, ok5 := number(s[14:16])
	sec, ok6 := number(s[17:19])
	if !(ok1 && ok2 && ok3 && ok4 && ok5 && ok6) || mo < 1 || mo > 12 || d < 1 || h > 23 || mi > 59 || sec > 59 {
		return time.Time{}, false
	}
	shift, rest := 0, s[19:]
	switch {
	case rest == "":
	case rest == "Z" || rest == " UTC":
		zone = time.UTC
	case len(rest) == 6 && rest[0] == ' ' && (rest[1] == '+' || rest[1] == '-'):
		oh, ok1 := number(rest[2:4])
		om, ok2 := number(rest[4:6])
		if !ok1 || !ok2 || oh > 23 || om > 59 {
			return time.Time{}, false
		}
		if shift = oh*3600 + om*60; rest[1] == '-' {
			shift = -shift
		}
		zone = time.UTC
	default:
		return time.Time{}, false
	}
	at := time.Date(y, time.Month(mo), d, h, mi, sec, 0, zone)
	if at.Day() != d && d > 28 {
		return time.Time{}, false // 31 April
	}
	return at.Add(-time.Duration(shift) * time.Second).UTC(), true
}

// number reads up to four digits.
func number(s string) (n int, ok bool) {
	for i := range len(s) {
		c := s[i] - '0'
		if c > 9 {
			return 0, false
		}
		n = n*10 + int(c)
	}
	return n, true
}

// shifted takes "GMT+8", as survey tools write it, off a time: it names the
// zone that the rest is in.
func shifted(s string, zone *time.Location) (string, *time.Location) {
	before, hours, ok := strings.Cut(s, " GMT")
	if !ok || len(hours) < 2 || hours[0] != '+' && hours[0] != '-' {
		return s, zone
	}
	h, err := strconv.Atoi(hours)
	if err != nil || h < -12 || h > 14 {
		return s, zone
	}
	return before, time.FixedZone("", h*3600)
}

// knownZone refuses abbreviations that Go would silently take for UTC.
func knownZone(s string) bool {
	return strings.HasSuffix(s, " UTC") || strings.HasSuffix(s, " GMT")
}

// parseEpoch reads seconds, milliseconds or microseconds since 1970, told
// apart by their number of digits; twelve or fewer than ten are none.
func parseEpoch(s string) (time.Time, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return time.Time{}, false
	}
	switch len(s) {
	case 10:
		return time.Unix(n, 0).UTC(), true
	case 13:
		return time.UnixMilli(n).UTC(), true
	case 16:
		return time.UnixMicro(n).UTC(), true
	}
	return time.Time{}, false
}

// parseSlashed reads 03/04/2026, 3.4.2026 or 03-04-26, with a time after it
// or without.
func parseSlashed(s string, zone *time.Location, dates string) (time.Time, bool) {
	date, clock, _ := strings.Cut(strings.Replace(s, ", ", " ", 1), " ")
	sep := "/"
	if strings.Contains(date, ".") {
		sep = "."
	} else if strings.Contains(date, "-") {
		sep = "-"
	}
	p := strings.Split(date, sep)
	if len(p) != 3 {
		return time.Time{}, false
	}
	a, err1 := strconv.Atoi(p[0])
	b, err2 := strconv.Atoi(p[1])
	y, err3 := strconv.Atoi(p[2])
	if err1 != nil || err2 != nil || err3 != nil || len(p[0]) > 2 || len(p[1]) > 2 {
		return time.Time{}, false
	}
	switch len(p[2]) {
	case 2:
		y += 2000
	case 4:
	default:
		return time.Time{}, false
	}
	dayFirst := dates == "dmy" || dates == "" && (a > 12 || sep == ".")
	month, day := a, b
	if dayFirst {
		month, day = b, a
	}
	h, m, sec, ok := parseClock(strings.TrimSpace(clock))
	at := time.Date(y, time.Month(month), day, h, m, sec, 0, zone)
	if !ok || month < 1 || month > 12 || at.Day() != day {
		return time.Time{}, false
	}
	return at.UTC(), true
}

// parseClock reads a time of day, midnight when empty.
func parseClock(s string) (h, m, sec int, ok bool) {
	if s == "" {
		return 0, 0, 0, true
	}
	for _, l := range []string{"15:04:05", "15:04", "3:04:05 PM", "3:04 PM", "3:04PM", "15:04:05.999999999"} {
		if at, err := time.Parse(l, strings.ToUpper(s)); err == nil {
			return at.Hour(), at.Minute(), at.Second(), true
		}
	}
	return 0, 0, 0, false
}

// dayOrder finds the order of day and month in a column of a sample: dmy or
// mdy when a value tells, else the habit given.
func dayOrder(values []string, habit string) string {
	for _, v := range values {
		date, _, _ := strings.Cut(v, " ")
		p := strings.FieldsFunc(date, func(r rune) bool { return r == '/' || r == '.' || r == '-' })
		if len(p) != 3 || len(p[0]) > 2 {
			continue
		}
		a, err1 := strconv.Atoi(p[0])
		b, err2 := strconv.Atoi(p[1])
		switch {
		case err1 != nil || err2 != nil:
		case a > 12:
			return "dmy"
		case b > 12:
			return "mdy"
		}
	}
	return habit
}
