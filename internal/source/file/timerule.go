package file

import (
	"slices"

	"github.com/perennial-clv/perennial/internal/source"
)

// sideHints say what else in a file speaks for an order of day and month.
type sideHints struct {
	dates    string // what the user said
	column   string
	dayFirst bool // the file is written the continental way
}

// maxPatterns bounds how many patterns a rule lists.
const maxPatterns = 12

// tally is what a sample's times have in common.
type tally struct {
	seen     int
	iso      int
	offsets  bool
	families map[string]int
	moments  []moment
}

// countTimes sorts a sample's values by shape.
func countTimes(values []string) tally {
	t := tally{families: map[string]int{}}
	for _, v := range values {
		m := shapeOfTime(v)
		if !m.ok() {
			continue
		}
		t.seen++
		if m.iso {
			t.iso++
		}
		t.offsets = t.offsets || m.offset
		t.families[m.family]++
		t.moments = append(t.moments, m)
	}
	return t
}

// timeRule finds how times are written. It is not ok when none of the values
// is a time. The notes say what had to be assumed.
func timeRule(values []string, h sideHints) (rule source.TimeRule, notes []note, ok bool) {
	t := countTimes(values)
	if t.seen == 0 {
		return rule, nil, false
	}
	for _, epoch := range []string{seconds, millis, micros} {
		if t.families[epoch]*2 > t.seen {
			return source.TimeRule{Kind: epoch}, nil, true
		}
	}
	if t.iso == t.seen {
		return source.TimeRule{Kind: "iso", Offsets: t.offsets}, nil, true
	}
	orders, notes := dayOrders(t.moments, h)
	return source.TimeRule{Kind: "patterns", Patterns: patternsOf(t.moments, orders), Offsets: t.offsets}, notes, true
}

// patternsOf lists the patterns of the moments, commonest first, then their
// shorter siblings, so that a row without seconds or without a time of day
// is not lost.
func patternsOf(moments []moment, orders map[numericKey]string) []string {
	count := map[string]int{}
	var list, shorter []string
	for _, m := range moments {
		if m.family == seconds || m.family == millis || m.family == micros {
			continue
		}
		order := orders[keyOf(m)]
		p := m.pattern(order)
		if count[p]++; count[p] > 1 {
			continue
		}
		list = append(list, p)
		if m.clock != "" && m.family != compact {
			shorter = append(shorter, m.before+m.datePattern(order))
		}
	}
	slices.SortStableFunc(list, func(a, b string) int { return count[b] - count[a] })
	for _, p := range shorter {
		if !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list[:min(len(list), maxPatterns)]
}

// numericKey tells apart numeric dates that may differ in order.
type numericKey struct {
	sep   byte
	short bool
}

// keyOf is the key of a numeric date, zero for others.
func keyOf(m moment) numericKey {
	if m.family != numeric {
		return numericKey{}
	}
	return numericKey{m.sep, m.short}
}

// dayOrders decides the order of numeric dates, by kind.
func dayOrders(moments []moment, h sideHints) (orders map[numericKey]string, notes []note) {
	kinds := map[numericKey][]moment{}
	var keys []numericKey
	for _, m := range moments {
		k := keyOf(m)
		if k == (numericKey{}) {
			continue
		}
		if kinds[k] == nil {
			keys = append(keys, k)
		}
		kinds[k] = append(kinds[k], m)
	}
	orders = map[numericKey]string{}
	for _, k := range keys {
		order, n := dayOrder(kinds[k], k, h)
		orders[k] = order
		notes = append(notes, n...)
	}
	return orders, notes
}
