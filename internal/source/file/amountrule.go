package file

import (
	"fmt"
	"strings"

	"github.com/perennial-clv/perennial/internal/source"
)

// numbers is what a sample's amounts have in common.
type numbers struct {
	seen, plain int
	decimal     map[byte]int
	group       map[byte]int
	unclear     map[byte]int
	symbol      map[string]int
	example     string // of an unclear one
}

// countNumbers sorts a sample's amounts by how they are written.
func countNumbers(values []string) numbers {
	n := numbers{decimal: map[byte]int{}, group: map[byte]int{}, unclear: map[byte]int{}, symbol: map[string]int{}}
	for _, v := range values {
		m, ok := readMoney(v)
		if !ok {
			continue
		}
		n.seen++
		if m.plain {
			n.plain++
		}
		if m.decimal != 0 {
			n.decimal[m.decimal]++
		}
		if m.group != 0 {
			n.group[m.group]++
		}
		if m.unclear != 0 {
			n.unclear[m.unclear]++
			n.example = strings.TrimSpace(v)
		}
		if m.symbol != "" {
			n.symbol[m.symbol]++
		}
	}
	return n
}

// amountRule finds how amounts are written. continental says that the rest
// of the file is written with a comma before decimals.
func amountRule(values []string, column string, continental bool) (rule source.AmountRule, notes []note, ok bool) {
	n := countNumbers(values)
	if n.seen == 0 {
		return rule, nil, false
	}
	point, comma := n.decimal['.'], n.decimal[',']
	switch {
	case point > 0 && comma > 0:
		rule.Decimal = "."
		if comma > point {
			rule.Decimal = ","
		}
		notes = append(notes, note{"warning", "decimals_mixed", fmt.Sprintf(
			"%q mixes decimal points and decimal commas; %q is taken for the decimal sign, and rows that do not fit are rejected.", column, rule.Decimal)})
	case point > 0:
		rule.Decimal = "."
	case comma > 0:
		rule.Decimal = ","
	default:
		rule.Decimal, notes = n.guessDecimal(column, continental)
	}
	rule.Group = n.groupFor(rule.Decimal)
	rule.Plain = n.plain == n.seen && rule.Decimal == "." && rule.Group == ""
	return rule, notes, true
}

// guessDecimal decides when no value shows the decimal sign for certain.
func (n numbers) guessDecimal(column string, continental bool) (string, []note) {
	switch {
	case n.group['.'] > 0:
		return ",", nil
	case n.group[','] > 0:
		return ".", nil
	case n.unclear['.'] > 0 && continental:
		return ",", []note{{"warning", "thousands_ambiguous", fmt.Sprintf("%q such as %s is read as thousands, as the rest of the file is written.", column, n.example)}}
	case n.unclear['.'] > 0:
		return ".", []note{{"info", "thousands_ambiguous", fmt.Sprintf("%q such as %s is read with a decimal point.", column, n.example)}}
	case n.unclear[','] > 0:
		return ".", []note{{"warning", "thousands_ambiguous", fmt.Sprintf("%q such as %s is read as thousands: no value has decimals.", column, n.example)}}
	}
	return ".", nil
}

// groupFor is the commonest thousands separator beside a decimal sign.
func (n numbers) groupFor(decimal string) string {
	best, most := "", 0
	for _, c := range []byte{',', '.', ' ', '\''} {
		if string(c) == decimal {
			continue
		}
		if k := n.group[c] + n.unclear[c]; k > most {
			best, most = string(c), k
		}
	}
	return best
}

// currency is the one currency the amounts' symbols name, if it is one.
func (n numbers) currency() (code string, mixed []string) {
	found := map[string]bool{}
	for s := range n.symbol {
		if c := currencyCode(s); c != "" {
			code = c
			found[c] = true
		}
	}
	if len(found) <= 1 {
		return code, nil
	}
	for c := range found {
		mixed = append(mixed, c)
	}
	return "", mixed
}
