package report

import (
	"fmt"
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

// day prints a date as 2 Jan 2006.
func day(d value.Date) string { return dateAs(d, "2 Jan 2006") }

// month prints a date as Jan 2006.
func month(d value.Date) string { return dateAs(d, "Jan 2006") }

// quarter prints a date as Q1 2006.
func quarter(d value.Date) string {
	if d.IsZero() {
		return unknown
	}
	t := d.Time()
	return fmt.Sprintf("Q%d %d", (int(t.Month())+2)/3, t.Year())
}

func dateAs(d value.Date, layout string) string {
	if d.IsZero() {
		return unknown
	}
	return strings.ReplaceAll(d.Time().Format(layout), " ", "\u00a0")
}

// monthIndex numbers the calendar months, so that gaps can be drawn.
func monthIndex(d value.Date) int {
	t := d.Time()
	return t.Year()*12 + int(t.Month()) - 1
}

// monthOf is the first day of the month with an index.
func monthOf(index int) value.Date {
	d, _ := value.ParseDate(fmt.Sprintf("%04d-%02d-01", index/12, index%12+1))
	return d
}

// length words a length of time in the models' unit.
func length(v float64, unit string) string {
	if !finite(v) {
		return unknown
	}
	if unit == "" {
		unit = "time unit"
	}
	n := strings.TrimSuffix(fixed(v, 1), ".0")
	if n == "1" {
		return n + " " + unit
	}
	return n + " " + unit + "s"
}

// horizon words a span such as 52w as "52 weeks".
func horizon(span string) string {
	s := strings.TrimSpace(strings.ToLower(span))
	if _, err := value.ParseSpan(s); err != nil {
		return span
	}
	word := map[byte]string{'d': "day", 'w': "week", 'm': "month", 'y': "year"}[s[len(s)-1]]
	n := s[:len(s)-1]
	if n == "1" {
		return "1 " + word
	}
	return n + " " + word + "s"
}
