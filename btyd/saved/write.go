package saved

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"

	"github.com/perennial-clv/perennial/btyd"
)

// Write writes a document, ending in a line feed. It refuses models that are
// not valid, wrapping their own error, and those without a name, wrapping
// [ErrUnknown].
func Write(w io.Writer, d Document) error {
	if d.Model == nil {
		return fmt.Errorf("%w: no model to write", ErrMalformed)
	}
	k, given, err := kindOf(d.Model)
	if err != nil {
		return err
	}
	if err := d.validate(); err != nil {
		return err
	}
	layout := members{{"schema", Schema}, {"model", k.name}, {"unit", d.Unit}, {"parameters", given}}
	if d.Diagnostics != nil {
		layout = append(layout, member{"diagnostics", diagnostics(d.Diagnostics)})
	}
	if d.Data != nil {
		layout = append(layout, member{"data", data(d.Data)})
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(layout); err != nil {
		return fmt.Errorf("encode a saved model: %w", err)
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("write a saved model: %w", err)
	}
	return nil
}

// member is a name with a value, members an object that keeps its order.
type member struct {
	name  string
	value any
}

type members []member

// MarshalJSON writes the members in their order.
func (m members) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, e := range m {
		if i > 0 {
			out = append(out, ',')
		}
		name, err := json.Marshal(e.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(e.value)
		if err != nil {
			return nil, err
		}
		out = append(append(append(out, name...), ':'), value...)
	}
	return append(out, '}'), nil
}

// number is a float64 that JSON may not know: what is not finite is null.
type number float64

// MarshalJSON writes the shortest text that reads back as the same number.
func (n number) MarshalJSON() ([]byte, error) {
	if v := float64(n); math.IsNaN(v) || math.IsInf(v, 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

func numbers(v []float64) []number {
	out := make([]number, len(v))
	for i, x := range v {
		out[i] = number(x)
	}
	return out
}

func matrix(m [][]float64) [][]number {
	out := make([][]number, len(m))
	for i, row := range m {
		out[i] = numbers(row)
	}
	return out
}

func parameters(m Model) members {
	var out members
	values := m.Parameters()
	for i, name := range m.Names() {
		out = append(out, member{name, values[i]})
	}
	return out
}

func diagnostics(d *btyd.Diagnostics) members {
	return members{
		{"names", append([]string{}, d.Names...)}, {"estimate", numbers(d.Estimate)}, {"std_err", numbers(d.StdErr)},
		{"covariance", matrix(d.Covariance)}, {"log_covariance", matrix(d.LogCovariance)},
		{"log_likelihood", number(d.LogLikelihood)}, {"aic", number(d.AIC)}, {"bic", number(d.BIC)},
		{"customers", number(d.Customers)}, {"rows", d.Rows},
		{"iterations", d.Iterations}, {"evaluations", d.Evaluations}, {"starts", d.Starts},
		{"converged", d.Converged}, {"gradient_norm", number(d.GradientNorm)},
		{"hessian_positive_definite", d.HessianPositiveDefinite},
		{"boundary", append([]string{}, d.Boundary...)}, {"warnings", append([]string{}, d.Warnings...)},
	}
}

func data(d *Data) members {
	out := members{{"customers", d.Customers}, {"rows", d.Rows}}
	if d.First != "" {
		out = append(out, member{"first", d.First})
	}
	if d.Last != "" {
		out = append(out, member{"last", d.Last})
	}
	return out
}
