package regress

import (
	"fmt"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// Names lists the parameters in the order of Parameters: the base's, then
// "purchase." or "dropout." and the covariate's name. Coefficients that were
// held equal in the fit are listed for each process.
func (m Model[B]) Names() []string {
	return append(prefixed(m.Base.Names(), "purchase.", m.PurchaseNames), prefixed(nil, "dropout.", m.DropoutNames)...)
}

// Parameters lists those of the base, the coefficients of purchases and those
// of dropping out.
func (m Model[B]) Parameters() []float64 {
	return append(append(m.Base.Parameters(), m.Purchase...), m.Dropout...)
}

// Validate refuses a base that cannot be, coefficients that are not finite, and
// names that are missing or given twice. The error wraps btyd.ErrInvalidStart.
func (m Model[B]) Validate() error {
	if err := m.Base.Validate(); err != nil {
		return err
	}
	if err := valid("purchase", m.PurchaseNames, m.Purchase); err != nil {
		return err
	}
	return valid("dropout", m.DropoutNames, m.Dropout)
}

// Names lists the parameters in the order of Parameters: p, q, v, then "spend."
// and the covariate's name.
func (m SpendModel) Names() []string { return prefixed(m.Base.Names(), "spend.", m.Covariates) }

// Parameters lists those of the base, then the coefficients.
func (m SpendModel) Parameters() []float64 { return append(m.Base.Parameters(), m.Coefficients...) }

// Validate refuses what Model.Validate does.
func (m SpendModel) Validate() error {
	if err := m.Base.Validate(); err != nil {
		return err
	}
	return valid("spend", m.Covariates, m.Coefficients)
}

func prefixed(to []string, prefix string, names []string) []string {
	for _, name := range names {
		to = append(to, prefix+name)
	}
	return to
}

// valid refuses coefficients of a process that do not match their names, or are
// not finite.
func valid(process string, names []string, coefficients []float64) error {
	if len(names) != len(coefficients) {
		return fmt.Errorf("%w: %d coefficients of %s for %d names", btyd.ErrInvalidStart, len(coefficients), process, len(names))
	}
	seen := map[string]bool{}
	for i, v := range coefficients {
		if names[i] == "" || seen[names[i]] {
			return fmt.Errorf("%w: a covariate of %s has the name %q, which is empty or taken", btyd.ErrInvalidStart, process, names[i])
		}
		seen[names[i]] = true
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("%w: coefficient %s.%s = %g must be finite", btyd.ErrInvalidStart, process, names[i], v)
		}
	}
	return nil
}
