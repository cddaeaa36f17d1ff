package accuracy

import (
	"fmt"
	"math"
	"strings"
)

// bars: the bias that may be, and a difference too small to matter, as in the
// program's own choice. RMSE is compared relatively.
const (
	biasBar = 0.10
	same    = 0.001
)

var measures = []struct {
	key, name string
	sign      float64 // 1 where more is better
	relative  bool
}{{"rmse", "RMSE", -1, true}, {"gini", "Gini", 1, false}, {"log_score", "log score", 1, false}}

// standing is how ours compares by one measure.
type standing int

const (
	unknown standing = iota
	ahead
	level // behind by noise, or by next to nothing
	behind
)

func (s standing) String() string { return [...]string{"", "✓", "≈", "✗"}[s] }

func stand(c comparison, sign float64, relative bool) standing {
	if c.Ours == nil || c.Theirs == nil {
		return unknown
	}
	gap := sign * (*c.Theirs - *c.Ours) // how far behind
	scale := 1.0
	if relative {
		scale = *c.Theirs
	}
	switch {
	case gap <= 0:
		return ahead
	case gap < same*scale, c.StdErr != nil && gap < 2**c.StdErr:
		return level
	default:
		return behind
	}
}

func summary(sets []judgedSet) string {
	header := []string{"log, hold-out", "chosen blind", "bias", "lifetimes' least"}
	for _, m := range measures {
		header = append(header, m.name, "lifetimes' best")
	}
	var rows [][]string
	for _, set := range sets {
		for _, s := range set.Splits {
			bias := s.Compare["bias"]
			mark := ""
			if bias.Ours != nil {
				mark = ahead.String()
				if math.Abs(*bias.Ours) > biasBar {
					mark = behind.String()
				}
			}
			r := []string{set.Name + ", after " + s.Cut, title(s.Chosen), strings.TrimSpace(mark + " " + signed(bias.Ours)), signed(bias.Theirs) + " " + title(bias.Model)}
			for _, m := range measures {
				c := s.Compare[m.key]
				r = append(r, strings.TrimSpace(fmt.Sprintf("%v %s", stand(c, m.sign, m.relative), digits(c.Ours, 4))), digits(c.Theirs, 4)+" "+title(c.Model))
			}
			rows = append(rows, r)
		}
	}
	return table(header, 2, rows)
}

// verdict counts the marks and names every ✗.
func verdict(sets []judgedSet) string {
	var splits, held int
	var count [4]int
	var lines []string
	for _, set := range sets {
		for _, s := range set.Splits {
			splits++
			var bad []string
			if b := s.Compare["bias"]; b.Ours != nil && math.Abs(*b.Ours) > biasBar {
				bad = append(bad, fmt.Sprintf("bias %s (lifetimes' least: %s)", signed(b.Ours), signed(b.Theirs)))
			} else {
				held++
			}
			for _, m := range measures {
				c := s.Compare[m.key]
				st := stand(c, m.sign, m.relative)
				count[st]++
				if st == behind {
					line := fmt.Sprintf("%s %s against %s of %s", m.name, digits(c.Ours, 4), digits(c.Theirs, 4), title(c.Model))
					if c.StdErr != nil {
						line += fmt.Sprintf(" (difference %.4f, standard error %.4f)", *c.Difference, *c.StdErr)
					}
					bad = append(bad, line)
				}
			}
			if len(bad) > 0 {
				lines = append(lines, fmt.Sprintf("- %s, after %s: %s.", set.Name, s.Cut, strings.Join(bad, "; ")))
			}
		}
	}
	text := fmt.Sprintf("Over %d splits: the total is within ±10 %% on %d; of %d comparisons by RMSE, Gini and log score with the best of lifetimes' models at each, %d are ✓, %d ≈ and %d ✗.\n",
		splits, held, count[ahead]+count[level]+count[behind], count[ahead], count[level], count[behind])
	text += "\n" + spendVerdict(sets)
	if len(lines) > 0 {
		text += "\nNot met:\n\n" + strings.Join(lines, "\n") + "\n"
	}
	return text
}

// spendVerdict counts how spend was foretold, and whether totals lay in their
// intervals.
func spendVerdict(sets []judgedSet) string {
	var splits, inside, closer, ranked int
	least, most := 1.0, 0.0
	for _, set := range sets {
		for _, s := range set.Splits {
			if len(s.Value) == 0 {
				continue
			}
			splits++
			ours := s.Value[0]
			if ours.Low <= s.Spent && s.Spent <= ours.High {
				inside++
			}
			covered := 1 - *ours.Above - *ours.Below
			least, most = math.Min(least, covered), math.Max(most, covered)
			rmse, gini := math.Inf(1), math.Inf(-1)
			for _, r := range s.Value[1:] {
				if r.RMSE != nil && r.Gini != nil {
					rmse, gini = math.Min(rmse, *r.RMSE), math.Max(gini, *r.Gini)
				}
			}
			if *ours.RMSE <= rmse {
				closer++
			}
			if *ours.Gini >= gini {
				ranked++
			}
		}
	}
	return fmt.Sprintf("Spend, on %d splits: RMSE at least as good as the best of lifetimes' on %d, Gini on %d. What all customers spent lies in the 90 %% interval of the total on %d; customers' own 90 %% intervals hold for %s to %s of them.\n",
		splits, closer, ranked, inside, share(least), share(most))
}
