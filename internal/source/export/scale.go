package export

import (
	"regexp"
	"slices"
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

var (
	leading = regexp.MustCompile(`^\s*(-?\d{1,3}(?:[.,]\d{1,6})?)\s*(?:/\s*(\d{1,3})|[-–:=(.)]|\bstars?\b|\bout of (\d{1,3})\b|$)`)
	marks   = strings.NewReplacer("★", "", "☆", "", "⭐", "")
)

// scoreOf reads "9", "4.5", "9/10", "4 out of 5", "5 - Very satisfied" or
// "★★★★☆": a number and, where it is told, the best there is.
func scoreOf(text string) (score record.Money, outOf int, ok bool) {
	if full := strings.Count(text, "★") + strings.Count(text, "⭐"); full > 0 && strings.TrimSpace(marks.Replace(text)) == "" {
		if empty := strings.Count(text, "☆"); empty > 0 {
			outOf = full + empty
		}
		return record.Money(full) * record.Micros, outOf, true
	}
	m := leading.FindStringSubmatch(text)
	if m == nil {
		return record.None, 0, false
	}
	score, err := record.ParseMoney(strings.Replace(m[1], ",", ".", 1))
	if err != nil {
		return record.None, 0, false
	}
	for _, c := range m[2] + m[3] {
		outOf = outOf*10 + int(c-'0')
	}
	return score, outOf, true
}

// scale judges a column of scores by its sample: the best score there is, of
// the scales in use, and the share of filled cells that are scores. A scale
// is 0 when the scores are on none.
func scale(values []string) (outOf int, share float64) {
	if len(values) == 0 {
		return 0, 0
	}
	var scores []record.Money
	told := 0
	for _, v := range values {
		s, of, ok := scoreOf(v)
		if !ok || s < 0 {
			continue
		}
		scores, told = append(scores, s), max(told, of)
	}
	share = float64(len(scores)) / float64(len(values))
	if told > 0 {
		return told, share
	}
	if len(scores) == 0 {
		return 0, share
	}
	// One in ten may be off: a slip of the pen makes no other scale.
	slices.Sort(scores)
	most := scores[(len(scores)*9-1)/10]
	for _, best := range []int{5, 7, 10, 100} {
		if most <= record.Money(best)*record.Micros {
			return best, share
		}
	}
	return 0, share
}

// measureOf tells by its name what a question measures: nps, csat, ces,
// rating, or nothing.
func measureOf(column string) string {
	words := " " + strings.ReplaceAll(snake(column), "_", " ") + " "
	has := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(words, p) {
				return true
			}
		}
		return false
	}
	switch {
	case has(" comment", " reason", " why ", " kommentar", " begrund", " category ", " segment ", " feedback "):
		return ""
	case has(" nps ", " net promoter", " recommend", " weiterempfehl", " recomendar", " recommand", " recommander"):
		return "nps"
	case has(" csat ", " satisf", " zufrieden"):
		return "csat"
	case has(" ces ", " effort ", " how easy ", " easy to "):
		return "ces"
	case has(" rate ", " rating ", " stars ", " bewert", " how likely ", " how important ", " score ", " agree "):
		return "rating"
	}
	return ""
}
