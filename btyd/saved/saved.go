// Package saved writes fitted models as JSON and reads them again, so that a
// model fitted once can be used elsewhere and later. Numbers come back with
// the same bits.
//
//	{
//	  "schema": 1,
//	  "model": "bg-nbd",
//	  "unit": "week",
//	  "parameters": {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426},
//	  "diagnostics": {"log_likelihood": -9582.4, ...},
//	  "data": {"customers": 2357, "rows": 1016, "first": "1997-01-01", "last": "1997-09-30"}
//	}
//
// Regularity and covariates are parameters like others: a BG/CNBD-k has
// "parameters": {"k": 3, "r": ...}, a model with covariates coefficients by
// name, "parameters": {"r": ..., "purchase": {"female": 0.2}, "dropout": {}},
// and the regression of value at first purchase ("ziln") how its features
// become columns, {"numbers": {...}, "categories": {...}, "return": [...], ...}.
//
// What is written by hand or by other programs is held to the same: a model
// and a schema that are known, each parameter once, nothing else. It knows
// which models there are, but not how they are fitted, nor where the text is
// kept.
package saved

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/ziln"
)

// Schema is the version of the layout written. A reader refuses others.
const Schema = 1

var (
	// ErrMalformed: the text is no saved model. The error says what is wrong,
	// and where.
	ErrMalformed = errors.New("saved: not a saved model")
	// ErrUnknown: the schema or the model is none that this version knows.
	ErrUnknown = errors.New("saved: unknown schema or model")
)

// Model is what every model of the library can do: the value of a Model type
// such as bgnbd.Model.
type Model interface {
	// Names and Parameters list the parameters in the same order.
	Names() []string
	Parameters() []float64
	// Validate refuses parameters that the model cannot have.
	Validate() error
}

// Document is a model with what must be known to use it.
type Document struct {
	// Model is the fitted model, for example a bgnbd.Model; see [Known].
	Model Model
	// Unit is what parameters with a dimension are measured in: the unit of
	// time of a model of purchases ("week"), the currency of a model of spend
	// ("EUR"), what is counted in discrete time ("renewal").
	Unit string
	// Diagnostics of the fit; nil when there are none. An infinite number in
	// them comes back as NaN.
	Diagnostics *btyd.Diagnostics
	// Data says what the model was fitted to; nil when that is not known.
	Data *Data
}

// Data describes the data behind a fit.
type Data struct {
	// Customers is the number of customers, Rows that of distinct histories.
	Customers float64
	Rows      int
	// First and Last say when observation began and ended, in the words of
	// whoever wrote them, usually as YYYY-MM-DD; empty when not known.
	First, Last string
}

// longestText bounds names of units, days, features and their levels, in bytes.
const longestText = 1000

// validate reports what cannot be written, or must not be believed.
func (d Document) validate() error {
	if err := d.Model.Validate(); err != nil {
		return err
	}
	names := d.Model.Names()
	if m, ok := d.Model.(ziln.Model); ok {
		names = namesWithin(m.Encoding)
	}
	for _, name := range names {
		if err := text("the name of a parameter", name); err != nil {
			return err
		}
	}
	if strings.TrimSpace(d.Unit) == "" {
		return fmt.Errorf("%w: no unit, without which the parameters mean nothing", ErrMalformed)
	}
	if err := text("unit", d.Unit); err != nil {
		return err
	}
	if d.Data != nil {
		if err := d.Data.validate(); err != nil {
			return err
		}
	}
	if d.Diagnostics != nil {
		return consistent(d.Diagnostics)
	}
	return nil
}

func (d *Data) validate() error {
	if !(d.Customers > 0) || math.IsInf(d.Customers, 1) {
		return fmt.Errorf("%w: data.customers = %g must be positive and finite", ErrMalformed, d.Customers)
	}
	if d.Rows <= 0 {
		return fmt.Errorf("%w: data.rows = %d must be positive", ErrMalformed, d.Rows)
	}
	if err := text("data.first", d.First); err != nil {
		return err
	}
	return text("data.last", d.Last)
}

func text(name, s string) error {
	if len(s) > longestText || !utf8.ValidString(s) {
		return fmt.Errorf("%w: %s must be at most %d bytes of UTF-8", ErrMalformed, name, longestText)
	}
	return nil
}

// consistent reports diagnostics whose parts have different lengths.
func consistent(d *btyd.Diagnostics) error {
	n := len(d.Names)
	if len(d.Estimate) != n {
		return fmt.Errorf("%w: diagnostics.estimate has %d numbers for %d names", ErrMalformed, len(d.Estimate), n)
	}
	if k := len(d.StdErr); k != 0 && k != n {
		return fmt.Errorf("%w: diagnostics.std_err has %d numbers for %d names", ErrMalformed, k, n)
	}
	if !square(d.Covariance, n) {
		return fmt.Errorf("%w: diagnostics.covariance must be empty or have %d rows of %d numbers", ErrMalformed, n, n)
	}
	if !square(d.LogCovariance, n) {
		return fmt.Errorf("%w: diagnostics.log_covariance must be empty or have %d rows of %d numbers", ErrMalformed, n, n)
	}
	return nil
}

func square(m [][]float64, n int) bool {
	for _, row := range m {
		if len(row) != n {
			return false
		}
	}
	return len(m) == 0 || len(m) == n
}
