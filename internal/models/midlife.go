package models

import "iter"

// A log begins in mid-life when "new" customers arrive much faster in its
// first weeks than half a year later: most of the early ones are old.
const (
	// MidLifeWeeks is how many weeks count as the first.
	MidLifeWeeks = 4
	midLifeRatio = 2.5
	// minLater customers must arrive half a year on to say how fast they do.
	minLater = 50
)

// MidLife compares first orders a week at the start of a log with those half a
// year on, and reports whether the log seems to begin in mid-life. births are
// days, since 1970 as are first and end, with the customers first seen on them. A closed
// cohort (no newcomers later) is not mistaken for it.
func MidLife(first, end int, births iter.Seq2[int, int64]) (ratio float64, yes bool) {
	var early, later int64
	for day, customers := range births {
		switch d := day - first; {
		case d < MidLifeWeeks*7:
			early += customers
		case d >= 13*7 && d < 26*7:
			later += customers
		}
	}
	if end-first < 26*7 || later < minLater {
		return 0, false
	}
	ratio = float64(early) / MidLifeWeeks / (float64(later) / 13)
	return ratio, ratio >= midLifeRatio
}
