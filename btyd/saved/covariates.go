package saved

import (
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/dyncov"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/regress"
	"github.com/perennial-clv/perennial/btyd/weibullgamma"
)

// TimeVarying is a model with covariates that change over time, with the grid
// of time that gives its coefficients their meaning and their names.
type TimeVarying struct {
	dyncov.Model
	Grid dyncov.Grid
}

// Names lists the parameters in the order of Parameters.
func (m TimeVarying) Names() []string {
	all := timeless()
	for _, name := range m.Grid.Names {
		all = append(all, "purchase."+name)
	}
	for _, name := range m.Grid.Names {
		all = append(all, "dropout."+name)
	}
	return all
}

// timeless names the parameters beside the coefficients.
func timeless() []string { return []string{"r", "alpha", "s", "beta"} }

// Parameters lists r, alpha, s, beta, the coefficients of purchases and those
// of dropping out.
func (m TimeVarying) Parameters() []float64 {
	all := append([]float64{m.R, m.Alpha, m.S, m.Beta}, m.Purchase...)
	return append(all, m.Dropout...)
}

// Validate refuses parameters that the model cannot have, and a grid that does
// not fit them. The error wraps btyd.ErrInvalidStart.
func (m TimeVarying) Validate() error {
	if err := m.Model.Validate(); err != nil {
		return err
	}
	if len(m.Grid.Names) != len(m.Purchase) {
		return fmt.Errorf("%w: %d covariates for %d coefficients", btyd.ErrInvalidStart, len(m.Grid.Names), len(m.Purchase))
	}
	if !(m.Grid.Width > 0) || math.IsInf(m.Grid.Width, 0) {
		return fmt.Errorf("%w: the width %g of an interval must be positive and finite", btyd.ErrInvalidStart, m.Grid.Width)
	}
	return distinct(m.Grid.Names)
}

// distinct refuses names of covariates that are empty or given twice.
func distinct(names []string) error {
	seen := map[string]bool{}
	for _, name := range names {
		if name == "" || seen[name] {
			return fmt.Errorf("%w: covariate name %q is empty or given twice", btyd.ErrInvalidStart, name)
		}
		seen[name] = true
	}
	return nil
}

// covariates is the kind of a transaction model with covariates, made of its
// base's parameters.
func covariates[B regress.Base](base string, made func(p []float64) B) kind {
	return kind{
		name: base + "-covariates",
		write: func(m Model) (members, bool) {
			own, ok := m.(regress.Model[B])
			if !ok {
				return nil, false
			}
			return append(parameters(own.Base), member{"purchase", named(own.PurchaseNames, own.Purchase)},
				member{"dropout", named(own.DropoutNames, own.Dropout)}), true
		},
		read: func(given node) (Model, error) {
			var m regress.Model[B]
			p := make([]float64, most)
			err := given.fill(append(each(m.Base.Names(), p), coefficients("purchase", &m.PurchaseNames, &m.Purchase),
				coefficients("dropout", &m.DropoutNames, &m.Dropout)))
			m.Base = made(p)
			return m, err
		},
	}
}

// spendCovariates is the kind of the Gamma-Gamma model with covariates.
func spendCovariates(made func(p []float64) gammagamma.Model) kind {
	return kind{
		name: "gamma-gamma-covariates",
		write: func(m Model) (members, bool) {
			own, ok := m.(regress.SpendModel)
			if !ok {
				return nil, false
			}
			return append(parameters(own.Base), member{"spend", named(own.Covariates, own.Coefficients)}), true
		},
		read: func(given node) (Model, error) {
			var m regress.SpendModel
			p := make([]float64, most)
			err := given.fill(append(each(m.Base.Names(), p), coefficients("spend", &m.Covariates, &m.Coefficients)))
			m.Base = made(p)
			return m, err
		},
	}
}

// tenureCovariates is the kind of the Weibull-gamma model with covariates.
func tenureCovariates(made func(p []float64) weibullgamma.Model) kind {
	return kind{
		name: "weibull-gamma-covariates",
		write: func(m Model) (members, bool) {
			own, ok := m.(weibullgamma.Regression)
			if !ok {
				return nil, false
			}
			return append(parameters(own.Base), member{"leaving", named(own.Covariates, own.Coefficients)}), true
		},
		read: func(given node) (Model, error) {
			var m weibullgamma.Regression
			p := make([]float64, most)
			err := given.fill(append(each(m.Base.Names(), p), coefficients("leaving", &m.Covariates, &m.Coefficients)))
			m.Base = made(p)
			return m, err
		},
	}
}

// timeVarying is the kind of a model with covariates that change over time.
func timeVarying() kind {
	return kind{
		name: "pareto-nbd-time-varying",
		write: func(m Model) (members, bool) {
			own, ok := m.(TimeVarying)
			if !ok || len(own.Grid.Names) != len(own.Purchase) || len(own.Purchase) != len(own.Dropout) {
				return nil, ok // Validate says what is wrong
			}
			p := own.Parameters()
			return append(named(timeless(), p[:4]), member{"interval", number(own.Grid.Width)},
				member{"purchase", named(own.Grid.Names, own.Purchase)}, member{"dropout", named(own.Grid.Names, own.Dropout)}), true
		},
		read: func(given node) (Model, error) {
			var m TimeVarying
			var leaving []string
			p := make([]float64, most)
			if err := given.fill(append(each(timeless(), p),
				field{name: "interval", read: func(n node) error { return n.decode(&m.Grid.Width, "a number") }},
				coefficients("purchase", &m.Grid.Names, &m.Purchase), coefficients("dropout", &leaving, &m.Dropout))); err != nil {
				return nil, err
			}
			if !slices.Equal(leaving, m.Grid.Names) {
				return nil, given.errorf("%s.purchase and %[1]s.dropout must have the same covariates in the same order", given.path)
			}
			m.R, m.Alpha, m.S, m.Beta = p[0], p[1], p[2], p[3]
			return m, nil
		},
	}
}

// named are numbers by name, in order.
func named(names []string, values []float64) members {
	out := make(members, 0, len(names))
	for i, v := range values[:min(len(values), len(names))] {
		out = append(out, member{names[i], number(v)})
	}
	return out
}

// coefficients is a field of numbers by the names of covariates, in the order
// in which they are written.
func coefficients(name string, names *[]string, values *[]float64) field {
	return field{name: name, read: func(n node) error {
		all, err := n.distinct()
		if err != nil {
			return err
		}
		for _, m := range all {
			var v float64
			if err := m.decode(&v, "a number"); err != nil {
				return err
			}
			*names, *values = append(*names, m.name), append(*values, v)
		}
		return nil
	}}
}
