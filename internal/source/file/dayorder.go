package file

import "fmt"

// note is an assumption, before it becomes a Notice.
type note struct{ level, code, text string }

// dayOrder decides whether day or month comes first: by a number above
// twelve, else by which reading leaves the log in order, else by how the
// rest of the file is written, else month first.
func dayOrder(moments []moment, k numericKey, h sideHints) (order string, notes []note) {
	if h.dates == "dmy" || h.dates == "mdy" || h.dates == "ymd" && k.short {
		return h.dates, nil
	}
	if k.short && yearLeads(moments) {
		return "ymd", nil
	}
	first, second := 0, 0 // dates that only one order can read
	for _, m := range moments {
		if m.dmy && !m.mdy {
			first++
		}
		if m.mdy && !m.dmy {
			second++
		}
	}
	switch {
	case first > 0 && second == 0:
		return "dmy", nil
	case second > 0 && first == 0:
		return "mdy", nil
	case first > 0:
		order = "dmy"
		if second > first {
			order = "mdy"
		}
		return order, []note{{"warning", "dates_mixed", fmt.Sprintf(
			"%q mixes dates with the day first and dates with the month first; they are read with the %s first, and rows that cannot be are rejected. Say otherwise with --dates.", h.column, leads(order))}}
	}
	return guessOrder(moments, k, h)
}

// guessOrder decides when no number is above twelve.
func guessOrder(moments []moment, k numericKey, h sideHints) (order string, notes []note) {
	day, month := sortedness(moments, "dmy"), sortedness(moments, "mdy")
	why := "because the log is then in order of time"
	level := "info"
	switch {
	case day >= 0.9 && day > month+0.1:
		order = "dmy"
	case month >= 0.9 && month > day+0.1:
		order = "mdy"
	case k.sep != '/' || h.dayFirst:
		order, why, level = "dmy", "because the rest of the file is written that way", "warning"
		if k.sep != '/' {
			why = fmt.Sprintf("as is usual for dates with %q", string(k.sep))
		}
	default:
		order, why, level = "mdy", "as in the United States", "warning"
	}
	other := "dmy"
	if order == "dmy" {
		other = "mdy"
	}
	text := fmt.Sprintf("No date in the sample of %q tells day and month apart: they are read with the %s first, %s. Say otherwise with --dates %s.", h.column, leads(order), why, other)
	return order, []note{{level, "dates_ambiguous", text}}
}

// leads names what an order begins with.
func leads(order string) string {
	if order == "dmy" {
		return "day"
	}
	return "month"
}

// yearLeads recognises two-digit years that come first: no other order reads
// the dates, or what would be the day varies less than what would be the year.
func yearLeads(moments []moment) bool {
	firsts, thirds := map[int]bool{}, map[int]bool{}
	only, never := 0, 0
	for _, m := range moments {
		if m.ymd && !m.dmy && !m.mdy {
			only++
		}
		if !m.ymd {
			never++
		}
		firsts[m.first], thirds[m.third] = true, true
	}
	if only > 0 || never > 0 {
		return only > never
	}
	return len(firsts)*3 < len(thirds)
}

// sortedness is the share of neighbouring dates that follow one direction,
// read in an order.
func sortedness(moments []moment, order string) float64 {
	up, down, last := 0, 0, 0
	for i, m := range moments {
		d, month := m.first, m.second
		if order == "mdy" {
			d, month = month, d
		}
		key := m.third*10000 + month*100 + d
		if i > 0 && key > last {
			up++
		}
		if i > 0 && key < last {
			down++
		}
		last = key
	}
	if up+down < 3 {
		return 0
	}
	return float64(max(up, down)) / float64(up+down)
}
