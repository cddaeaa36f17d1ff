package file

import "strings"

// profileRows bounds how many sample rows are looked at for roles.
const profileRows = 5000

// profile is what a column's values have in common.
type profile struct {
	filled, rows int
	times        int // calendar or numeric dates, compact ones
	compacts     int
	epochs       int
	amounts      int
	fractions    int // amounts with decimals
	wholes       int // of these, such as 13085.0: numbers that a program took for fractions
	emails       int
	codes        int // ISO currency codes
	apostrophes  int // leading, as spreadsheets protect ids
	distinct     int
	example      string
	values       map[string]bool
}

// share is n of the filled cells.
func (p *profile) share(n int) float64 {
	if p.filled == 0 {
		return 0
	}
	return float64(n) / float64(p.filled)
}

// fill is the share of cells with a value.
func (p *profile) fill() float64 {
	if p.rows == 0 {
		return 0
	}
	return float64(p.filled) / float64(p.rows)
}

// profiles looks at the sample's columns.
func profiles(rows [][]string, columns int) []profile {
	out := make([]profile, columns)
	for _, row := range rows[:min(len(rows), profileRows)] {
		for i, cell := range row {
			if i < columns {
				out[i].add(strings.TrimSpace(cell))
			}
		}
	}
	for i := range out {
		out[i].distinct = len(out[i].values)
		out[i].values = nil
	}
	return out
}

// add takes one cell into account.
func (p *profile) add(cell string) {
	p.rows++
	if cell == "" || cell == "NA" || cell == "NULL" || cell == "null" || cell == "--" {
		return
	}
	p.filled++
	if p.example == "" {
		p.example = cell
	}
	if p.values == nil {
		p.values = map[string]bool{}
	}
	p.values[cell] = true
	if m, ok := readMoney(cell); ok {
		p.amounts++
		if m.fraction {
			p.fractions++
			if wholeFraction(cell) {
				p.wholes++
			}
		}
	}
	switch m := shapeOfTime(cell); m.family {
	case calendar, numeric:
		p.times++
	case compact:
		p.times++
		p.compacts++
	case seconds, millis, micros:
		p.epochs++
	}
	if isEmail(cell) {
		p.emails++
	}
	if isoCodes[cell] || isoCodes[strings.ToUpper(cell)] {
		p.codes++
	}
	if len(cell) > 1 && cell[0] == '\'' {
		p.apostrophes++
	}
}

// wholeFraction recognises 13085.0, as programs write numbers of a column in
// which some are missing.
func wholeFraction(cell string) bool {
	digits, ok := strings.CutSuffix(cell, ".0")
	return ok && digits != "" && strings.Trim(digits, "0123456789") == ""
}

// isEmail recognises an e-mail address.
func isEmail(cell string) bool {
	name, host, ok := strings.Cut(cell, "@")
	return ok && name != "" && strings.Contains(host, ".") && !strings.ContainsAny(cell, " ,;\t") && !strings.Contains(host, "@")
}
