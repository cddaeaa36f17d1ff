package file

// core reads digits and separators.
func (m *money) core(v string) bool {
	var seps []byte
	var runs []int
	run := 0
	for _, r := range v {
		c := separator(r)
		switch {
		case r >= '0' && r <= '9':
			run++
		case c != 0:
			seps, runs, run = append(seps, c), append(runs, run), 0
		default:
			return false
		}
	}
	runs = append(runs, run)
	return m.separators(v, seps, runs)
}

// separator normalises what may stand between digits, or is zero.
func separator(r rune) byte {
	switch r {
	case '.', ',', '\'':
		return byte(r)
	case '\u2019':
		return '\''
	case ' ', '\u00a0', '\u202f', '\u2009':
		return ' '
	}
	return 0
}

// separators decides which of them group and which one is decimal.
func (m *money) separators(v string, seps []byte, runs []int) bool {
	if len(seps) == 0 {
		return runs[0] > 0
	}
	last := seps[len(seps)-1]
	after := runs[len(runs)-1]
	same := 0
	for _, s := range seps {
		if s == last {
			same++
		}
	}
	canDecimal := (last == '.' || last == ',') && same == 1
	switch {
	case len(seps) > 1 && canDecimal:
		m.decimal, m.group, m.fraction = last, seps[0], after > 0
		return oneKind(seps[:len(seps)-1]) && grouped(runs[:len(runs)-1])
	case canDecimal && (after != 3 || runs[0] == 0 || runs[0] > 3 || v[0] == '0'):
		m.decimal, m.fraction = last, after > 0
		return runs[0]+after > 0
	case canDecimal:
		m.unclear = last
		return true
	}
	m.group = last
	return oneKind(seps) && grouped(runs)
}

// oneKind reports whether all separators are the same.
func oneKind(seps []byte) bool {
	for _, s := range seps {
		if s != seps[0] {
			return false
		}
	}
	return true
}

// grouped reports whether runs of digits are thousands (or Indian lakhs).
func grouped(runs []int) bool {
	if runs[0] < 1 || runs[0] > 3 || runs[len(runs)-1] != 3 {
		return false
	}
	for _, n := range runs[1:] {
		if n != 3 && n != 2 {
			return false
		}
	}
	return true
}
