package report

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/internal/value"
)

const listMax = 25 // customers printed of a list

// bestSection lists the customers with the most value to come.
func bestSection(scores []value.Score, cur currency, interval float64) section {
	s := section{ID: "best", Title: "Best customers"}
	if len(scores) == 0 {
		s.Empty = "No customer could be scored, so there is no best one to name."
		return s
	}
	s.Says = "Customers with the highest predicted value."
	s.Read = []string{riskWords}
	s.Blocks = []block{{Table: scoreTable("Customers with the highest predicted value", scores, cur, interval, false), Note: cutNote(len(scores))}}
	return s
}

// slippingSection lists the customers with the most value to lose.
func slippingSection(scores []value.Score, cur currency, interval float64) section {
	s := section{ID: "slipping", Title: "Slipping customers"}
	if len(scores) == 0 {
		s.Empty = "No customer has predicted value that is at risk of being lost."
		return s
	}
	s.Says = "Customers to write to first: the most value at risk of being lost."
	s.Read = []string{"Value at risk is predicted value × (1 − probability of ordering again)."}
	s.Blocks = []block{{Table: scoreTable("Customers with the most value at risk", scores, cur, interval, true), Note: cutNote(len(scores))}}
	return s
}

const riskWords = "Risk is low from a two-thirds probability of ordering again, and high below one third."

func cutNote(n int) string {
	if n <= listMax {
		return ""
	}
	return fmt.Sprintf("The first %d of %d listed; scores.csv has every customer.", listMax, n)
}

func scoreTable(caption string, scores []value.Score, cur currency, interval float64, atRisk bool) *table {
	scores = scores[:min(len(scores), listMax)]
	t := &table{Caption: caption + ", " + cur.unit(), Class: "people", Head: []cell{
		txt("Customer"), nbr("Predicted value"), nbr(intervalHead(interval)), nbr("Orders expected"),
		nbr("Will order again"), txt("Risk"), nbr("Orders so far"), nbr("Last order"), nbr("Paid so far")}}
	if atRisk {
		t.Head[1], t.Head[2], t.Head[3] = nbr("Value at risk"), t.Head[1], t.Head[2]
	}
	t.Head[4].Tip = "Probability of ordering again"
	places := scorePlaces(scores, cur)
	for _, s := range scores {
		cells := []cell{name(s.CustomerID), optional(s.CLV, places), intervalCell(s, places), optional(s.ExpectedOrders, 1),
			chanceCell(s.PAlive), riskCell(s.Risk), nbr(count(int64(s.Orders))), nbr(day(s.LastOrder)),
			nbr(fixed(s.HistoricValue.Float(), places))}
		if atRisk {
			cells[1], cells[2], cells[3] = optional(s.ValueAtRisk(), places), cells[1], cells[2]
		}
		t.Rows = append(t.Rows, row{Cells: cells})
	}
	return t
}

func intervalHead(p float64) string {
	if !finite(p) || p <= 0 {
		return "Interval"
	}
	return share(p) + " interval"
}

// scorePlaces is the number of decimals that suits a whole list.
func scorePlaces(scores []value.Score, cur currency) int {
	top := 0.0
	for _, s := range scores {
		v, _ := known(s.CLV)
		top = math.Max(top, math.Max(v, s.HistoricValue.Float()))
	}
	return cur.places(top)
}

func optional(p *float64, places int) cell {
	v, ok := known(p)
	if !ok {
		return cell{Text: unknown, Class: "n", Tip: "The data cannot say"}
	}
	return nbr(fixed(v, places))
}

func chanceCell(p *float64) cell {
	v, ok := known(p)
	if !ok {
		return cell{Text: unknown, Class: "n", Tip: "The data cannot say"}
	}
	return nbr(chance(v))
}

func intervalCell(s value.Score, places int) cell {
	low, okLow := known(s.CLVLow)
	high, okHigh := known(s.CLVHigh)
	if !okLow || !okHigh {
		return cell{Text: unknown, Class: "n", Tip: "The data cannot say"}
	}
	return cell{Text: fixed(low, places) + "\u00a0–\u00a0" + fixed(high, places), Class: "n soft"}
}

func riskCell(risk string) cell {
	switch risk {
	case value.RiskLow:
		return cell{Text: "Low", Chip: "low"}
	case value.RiskMedium:
		return cell{Text: "Medium", Chip: "medium"}
	case value.RiskHigh:
		return cell{Text: "High", Chip: "high"}
	}
	return cell{Text: "Unknown", Chip: "unknown"}
}
