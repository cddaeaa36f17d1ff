package file

import "strings"

// clock reads the time of day and the offset, if there are any.
func (s *scan) clock(m *moment) bool {
	if s.done() {
		return true
	}
	if s.take(",") != 0 {
		m.clock, m.iso = ",", false
	}
	c := s.take(" T")
	if c == 0 || c == 'T' && m.clock != "" {
		return false
	}
	m.clock += string(c)
	for c == ' ' && s.take(" ") != 0 { // runs of blanks read as one
	}
	hour, width := s.number()
	if width == 6 && m.family == compact {
		m.clock += "%H%M%S"
		return hour/10000 < 24 && hour/100%100 < 60 && hour%100 < 60 && s.offset(m, true)
	}
	if width == 0 || width > 2 || s.take(":") == 0 {
		return false
	}
	minute, width := s.number()
	if width != 2 || minute > 59 {
		return false
	}
	rest, hasSeconds, ok := s.seconds(m)
	if !ok {
		return false
	}
	half, ok := s.half()
	if half == "" {
		m.clock += "%H:%M" + rest
		return ok && hour < 24 && s.offset(m, hasSeconds)
	}
	m.iso = false
	m.clock += "%I:%M" + rest + half
	return ok && hour >= 1 && hour <= 12 && s.offset(m, hasSeconds)
}

// seconds reads ":05" and a fraction.
func (s *scan) seconds(m *moment) (pattern string, has, ok bool) {
	if s.take(":") == 0 {
		return "", false, true
	}
	if sec, width := s.number(); width != 2 || sec > 59 {
		return "", true, false
	}
	pattern = ":%S"
	if c := s.take(".,"); c != 0 {
		_, width := s.number()
		switch {
		case width == 0 || width > 9:
			return "", true, false
		case width > 6:
			pattern += string(c) + "%n"
		default:
			pattern += string(c) + "%f"
		}
		m.iso = m.iso && c == '.'
	}
	return pattern, true, true
}

// half reads AM or PM.
func (s *scan) half() (pattern string, ok bool) {
	from := s.at
	if s.take(" ") != 0 {
		pattern = " "
	}
	switch strings.ToLower(s.word()) {
	case "am", "pm":
		return pattern + "%p", true
	}
	s.at = from
	return "", true
}

// offset reads a zone or a distance from UTC.
func (s *scan) offset(m *moment, hasSeconds bool) bool {
	if s.done() {
		return true
	}
	blank := s.take(" ") != 0
	if blank {
		m.clock += " "
	}
	m.offset = true
	if s.take("+-") != 0 {
		_, width := s.number()
		if width == 2 && s.take(":") != 0 {
			if _, width = s.number(); width != 2 {
				return false
			}
		} else if width != 2 && width != 4 {
			return false
		}
		m.clock += "%z"
		m.iso = m.iso && hasSeconds && !blank
		return true
	}
	word := s.word()
	m.clock += word
	switch word {
	case "Z":
		m.iso = m.iso && hasSeconds && !blank
		return true
	case "UTC", "GMT":
		m.iso = m.iso && hasSeconds && blank
		return true
	}
	return false
}
