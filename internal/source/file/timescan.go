package file

import "strings"

// scan reads a time from left to right.
type scan struct {
	text string
	at   int
}

// done reports whether all was read.
func (s *scan) done() bool { return s.at == len(s.text) }

// peek is the next byte, or zero.
func (s *scan) peek() byte {
	if s.done() {
		return 0
	}
	return s.text[s.at]
}

// take reads the byte if it is one of those given.
func (s *scan) take(any string) byte {
	if c := s.peek(); c != 0 && strings.IndexByte(any, c) >= 0 {
		s.at++
		return c
	}
	return 0
}

// number reads digits.
func (s *scan) number() (n, width int) {
	for c := s.peek(); c >= '0' && c <= '9' && width < 10; c = s.peek() {
		n = n*10 + int(c-'0')
		width++
		s.at++
	}
	return n, width
}

// word reads letters.
func (s *scan) word() string {
	from := s.at
	for c := s.peek() | 0x20; c >= 'a' && c <= 'z'; c = s.peek() | 0x20 {
		s.at++
	}
	return s.text[from:s.at]
}

// day reads a date.
func (s *scan) day() (moment, bool) {
	m := moment{}
	if c := s.peek() | 0x20; c >= 'a' && c <= 'z' {
		from := s.at
		if _, p := named(s.word(), weekdays, "%a", "%A"); p != "" {
			m.before = p
			if s.take(",") != 0 {
				m.before += ","
			}
			if s.take(" ") == 0 {
				return m, false
			}
			m.before += " "
		} else {
			s.at = from
		}
	}
	if c := s.peek(); c < '0' || c > '9' {
		return s.monthFirst(m)
	}
	a, width := s.number()
	switch {
	case width == 8 && s.peek() == 'T' && realDay(a/10000, a/100%100, a%100):
		m.family, m.date = compact, "%Y%m%d"
		return m, true
	case width == 4:
		return s.yearFirst(m, a)
	case width <= 2:
		return s.dayFirst(m, a, width)
	}
	return m, false
}

// monthFirst reads "January 5, 2026".
func (s *scan) monthFirst(m moment) (moment, bool) {
	month, p := named(s.word(), months, "%b", "%B")
	if month == 0 || s.take(" ") == 0 {
		return m, false
	}
	day, width := s.number()
	m.family, m.date = calendar, p+" %d"
	if s.take(",") != 0 {
		m.date += ","
	}
	if width == 0 || width > 2 || s.take(" ") == 0 {
		return m, false
	}
	year, width := s.number()
	m.date += " %Y"
	return m, width == 4 && realDay(year, month, day)
}

// yearFirst reads what follows a year of four digits.
func (s *scan) yearFirst(m moment, year int) (moment, bool) {
	sep := s.take("-/.")
	if sep == 0 {
		return m, false
	}
	m.family = calendar
	month, width := s.number()
	p := "%m"
	if width == 0 {
		month, p = named(s.word(), months, "%b", "%B")
	}
	if s.take(string(sep)) == 0 || width > 2 {
		return m, false
	}
	day, dayWidth := s.number()
	m.date = "%Y" + string(sep) + p + string(sep) + "%d"
	m.iso = sep != '.' && p == "%m" && m.before == ""
	return m, dayWidth > 0 && dayWidth <= 2 && realDay(year, month, day)
}

// dayFirst reads what follows a number of one or two digits.
func (s *scan) dayFirst(m moment, a, aWidth int) (moment, bool) {
	sep := s.take("/.- ")
	if sep == 0 {
		return m, false
	}
	if c := s.peek() | 0x20; c >= 'a' && c <= 'z' {
		month, p := named(s.word(), months, "%b", "%B")
		end := s.take(string(sep))
		year, width := s.number()
		m.family, m.date = calendar, "%d"+string(sep)+p+string(sep)+"%Y"
		if width == 2 {
			year, m.date = longYear(year), m.date[:len(m.date)-1]+"y"
		}
		return m, month > 0 && end != 0 && (width == 2 || width == 4) && realDay(year, month, a)
	}
	b, width := s.number()
	if sep == ' ' || width == 0 || width > 2 || s.take(string(sep)) == 0 {
		return m, false
	}
	c, width := s.number()
	m.family, m.sep, m.first, m.second, m.third, m.short = numeric, sep, a, b, c, width == 2
	year := c
	if m.short {
		year = longYear(c)
	}
	m.dmy, m.mdy = realDay(year, b, a), realDay(year, a, b)
	m.ymd = m.short && aWidth == 2 && realDay(longYear(a), b, c)
	return m, (width == 2 || width == 4) && (m.dmy || m.mdy || m.ymd)
}
