package report

import (
	"fmt"

	"github.com/perennial-clv/perennial/internal/value"
)

// backtestSection shows what was said of days not seen against what happened.
func backtestSection(run value.Run, cur currency) section {
	s := section{ID: "backtest", Title: "Track record"}
	b := run.Backtest
	if b == nil {
		s.Empty = "There is no track record: the log could not be split into days to learn from and days to test on. The notices say why."
		return s
	}
	s.Says = splitSentence(*b)
	s.Read = []string{
		"Bias, MAE, RMSE: nearer to zero is better. Rank correlation, Gini, top tenth, log score: higher is better.",
		"Top tenth is the share of actual orders placed by the tenth of customers predicted best.",
	}
	if len(b.Models) == 0 {
		s.Empty = "No model could be tested."
		return s
	}
	s.Blocks = []block{{Table: backtestTable(*b)}}
	if b.Value != nil {
		s.Blocks[0].Note = fmt.Sprintf("Spend in the hold-out: predicted %s, actual %s, bias %s.",
			cur.amount(b.Value.Predicted), cur.amount(b.Value.Actual), signedShare(b.Value.Bias))
	}
	return s
}

func splitSentence(b value.Backtest) string {
	where := "cut from the end of the log"
	if b.Kind == "after-as-of" {
		where = "after as-of"
	}
	s := fmt.Sprintf("Models fitted up to %s, tested on the %s %s, on %s.", day(b.CalibrationEnd),
		plural(int64(b.HoldoutDays), "day", "days"), where, plural(b.Customers, "customer", "customers"))
	if b.NewCustomers > 0 {
		s += fmt.Sprintf(" %s first seen in those days could not be predicted and are left out.", plural(b.NewCustomers, "customer", "customers"))
	}
	return s
}

func backtestTable(b value.Backtest) *table {
	t := &table{Caption: "Repeat orders in the hold-out, predicted against actual", Head: []cell{txt("Model"), nbr("Predicted"), nbr("Actual"), nbr("Bias"),
		nbr("MAE"), nbr("RMSE"), nbr("Rank corr."), nbr("Gini"), nbr("Top tenth"), nbr("Log score")}}
	t.Head[6].Tip = "Spearman's rank correlation"
	for _, m := range b.Models {
		r := row{Cells: []cell{modelCell(m.Name, m.Chosen), nbr(fixed(m.Predicted, 1)), nbr(fixed(m.Actual, 0)), nbr(signedShare(m.Bias)), nbr(fixed(m.MAE, 3)),
			nbr(fixed(m.RMSE, 3)), nbr(fixed(m.Spearman, 3)), nbr(fixed(m.Gini, 3)), nbr(shareFixed(m.TopDecileShare)), nbr(fixed(m.LogScore, 4))}}
		if m.Chosen {
			r.Class = "chosen"
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}
