package value

import (
	"fmt"
	"strconv"
	"strings"
)

// Span is a length of time in whole days, written 90d, 52w, 12m or 2y. A
// month is 30 days and a year 52 weeks, so that spans compare exactly.
type Span struct {
	days int
	text string
}

// ParseSpan reads a number followed by d, w, m or y.
func ParseSpan(s string) (Span, error) {
	bad := fmt.Errorf("parse duration %q: want a number and a unit, such as 90d, 39w, 12m or 2y", s)
	s = strings.TrimSpace(strings.ToLower(s))
	if len(s) < 2 {
		return Span{}, bad
	}
	n, err := strconv.Atoi(s[:len(s)-1])
	if err != nil || n <= 0 || n > 100_000 {
		return Span{}, bad
	}
	perUnit, ok := map[byte]int{'d': 1, 'w': 7, 'm': 30, 'y': 364}[s[len(s)-1]]
	if !ok {
		return Span{}, bad
	}
	return Span{n * perUnit, s}, nil
}

// Days is the length in days.
func (s Span) Days() int { return s.days }

// Words is the span in words, such as "52 weeks".
func (s Span) Words() string {
	if s.text == "" {
		return ""
	}
	n := s.text[:len(s.text)-1]
	unit := map[byte]string{'d': "day", 'w': "week", 'm': "month", 'y': "year"}[s.text[len(s.text)-1]]
	if n == "1" {
		return "1 " + unit
	}
	return n + " " + unit + "s"
}
