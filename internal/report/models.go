package report

import (
	"github.com/perennial-clv/perennial/internal/value"
)

// modelsSection shows what was fitted, how well, and what was chosen.
func modelsSection(run value.Run, unit string) section {
	s := section{ID: "models", Title: "Models"}
	if len(run.Models) == 0 {
		s.Empty = "No model was fitted. The figures above that need one are left open."
		if run.Chosen.Reason != "" {
			s.Empty += " " + run.Chosen.Reason
		}
		return s
	}
	s.Says = chosenSentence(run.Chosen)
	s.Read = []string{"Parameters are in " + unitName(unit) + "s. Likelihoods can be compared among models of the same data only: order models with one another, not with the model of spend."}
	if run.Chosen.Reason != "" {
		s.Read = append([]string{run.Chosen.Reason}, s.Read...)
	}
	if lists(run, "bg-nbd") {
		s.Read = append(s.Read, "BG/NBD holds that a customer can leave only after a repeat order, so it calls everyone who ordered once alive, with probability 1, however long ago that was.")
	}
	s.Blocks = []block{{Table: parameterTable(run.Models, run.Chosen)}, {Table: fitTable(run.Models, run.Chosen)}, {Table: diagnosisTable(run.Models)}}
	return s
}

func chosenSentence(c value.Chosen) string {
	switch {
	case c.Transactions == "" && c.Spend == "":
		return "No model was chosen."
	case c.Spend == "":
		return modelName(c.Transactions) + " was chosen."
	case c.Transactions == "" || c.Transactions == c.Spend:
		return modelName(c.Spend) + " was chosen."
	}
	return modelName(c.Transactions) + " was chosen for orders, and " + modelName(c.Spend) + " for spend."
}

// lists reports whether a model takes part in the run.
func lists(run value.Run, model string) bool {
	for _, m := range run.Models {
		if m.Name == model {
			return true
		}
	}
	if run.Backtest == nil {
		return false
	}
	for _, m := range run.Backtest.Models {
		if m.Name == model {
			return true
		}
	}
	return false
}

func isChosen(model string, c value.Chosen) bool {
	return model != "" && (model == c.Transactions || model == c.Spend)
}

// modelCell names the row of a model, marked in words where it was chosen.
func modelCell(model string, chosen bool) cell {
	c := name(modelName(model))
	if chosen {
		c.Class, c.Tip = "chosen", "Chosen"
	}
	return c
}

func fitTable(fits []value.Fit, chosen value.Chosen) *table {
	t := &table{Caption: "Fit", Class: "many", Head: []cell{txt("Model"), nbr("Log-likelihood"), nbr("AIC"), nbr("BIC"), nbr("Customers"),
		nbr("Distinct rows"), nbr("Iterations"), nbr("Gradient"), txt("Converged"), nbr("Time")}}
	for _, f := range fits {
		converged := cell{Text: "Yes"}
		if !f.Converged {
			converged = cell{Text: "No", Chip: "high"}
		}
		cells := []cell{modelCell(f.Name, isChosen(f.Name, chosen)), nbr(fixed(f.LogLikelihood, 2)), nbr(fixed(f.AIC, 2)), nbr(fixed(f.BIC, 2)), nbr(count(f.Customers)),
			nbr(count(int64(f.DistinctRows))), nbr(count(int64(f.Iterations))), nbr(significant(f.GradientNorm, 2)), converged, nbr(seconds(f.Seconds))}
		if len(f.Parameters) == 0 {
			// An average has no likelihood to speak of.
			for i := 1; i < 4; i++ {
				cells[i] = nbr(unknown)
			}
			cells[8] = txt(unknown)
		}
		t.Rows = append(t.Rows, row{Cells: cells})
	}
	return t
}

func diagnosisTable(fits []value.Fit) *table {
	t := &table{Caption: "Diagnosis", Class: "prose", Head: []cell{txt("Model"), txt("Diagnosis")}}
	for _, f := range fits {
		if f.Diagnosis != "" {
			t.Rows = append(t.Rows, row{Cells: []cell{name(modelName(f.Name)), txt(f.Diagnosis)}})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}
