package file

import "strings"

// isHeader reports whether the first of the rows names columns rather than
// being data.
func isHeader(rows [][]string) bool {
	first := rows[0]
	seen := make(map[string]bool, len(first))
	filled := 0
	for _, cell := range first {
		cell = strings.TrimSpace(cell)
		if looksLikeData(cell) {
			return false
		}
		if cell != "" {
			filled++
			if seen[cell] && synonyms(first) == 0 {
				return false
			}
			seen[cell] = true
		}
	}
	if filled == 0 {
		return false
	}
	if synonyms(first) > 0 {
		return true
	}
	return len(rows) > 1 && anyData(rows[1:])
}

// anyData reports whether any of the first rows has a number or a date.
func anyData(rows [][]string) bool {
	for _, row := range rows[:min(len(rows), 20)] {
		for _, cell := range row {
			if looksLikeData(strings.TrimSpace(cell)) {
				return true
			}
		}
	}
	return false
}

// looksLikeData reports whether a cell holds a number, a date or an e-mail
// address, which headers do not.
func looksLikeData(cell string) bool {
	if cell == "" {
		return false
	}
	if _, ok := readMoney(cell); ok {
		return true
	}
	return shapeOfTime(cell).ok() || isEmail(cell)
}
