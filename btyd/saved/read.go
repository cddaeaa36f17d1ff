package saved

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
)

// largest bounds the size of a saved model, in bytes.
const largest = 4 << 20

// Read reads a document. It refuses text that is not what Write writes with an
// error that wraps [ErrMalformed] and names line and column; a schema or a
// model it does not know, wrapping [ErrUnknown]; and parameters the model
// cannot have, wrapping btyd.ErrInvalidStart.
func Read(r io.Reader) (Document, error) {
	text, err := io.ReadAll(io.LimitReader(r, largest+1))
	switch {
	case err != nil:
		return Document{}, fmt.Errorf("read a saved model: %w", err)
	case len(text) > largest:
		return Document{}, fmt.Errorf("%w: longer than %d bytes", ErrMalformed, largest)
	}
	root, err := parse(text)
	if err != nil {
		return Document{}, err
	}
	// The schema first: of another one, nothing else can be judged.
	if err := checkSchema(root); err != nil {
		return Document{}, err
	}
	var d Document
	var name string
	var given node
	if err := root.fill([]field{
		{name: "schema", read: func(node) error { return nil }},
		{name: "model", read: textInto(&name)},
		{name: "unit", read: textInto(&d.Unit)},
		{name: "parameters", read: func(n node) error { given = n; return nil }},
		{name: "diagnostics", optional: true, read: func(n node) error {
			d.Diagnostics = &btyd.Diagnostics{}
			return n.fill(diagnosticFields(d.Diagnostics))
		}},
		{name: "data", optional: true, read: func(n node) error {
			d.Data = &Data{}
			return n.fill(dataFields(d.Data))
		}},
	}); err != nil {
		return Document{}, err
	}
	if d.Model, err = model(name, given); err != nil {
		return Document{}, err
	}
	if err := d.validate(); err != nil {
		return Document{}, err
	}
	return d, nil
}

func checkSchema(root node) error {
	all, err := root.members()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(m node) bool { return m.name == "schema" })
	if i < 0 {
		return root.errorf("there is no schema")
	}
	var schema int
	if err := whole(&schema)(all[i]); err != nil {
		return err
	}
	if schema != Schema {
		return fmt.Errorf("%w: schema %d, and this version reads %d", ErrUnknown, schema, Schema)
	}
	return nil
}

// model makes the named model from its parameters.
func model(name string, given node) (Model, error) {
	k, err := kindNamed(name)
	if err != nil {
		return nil, err
	}
	return k.read(given)
}

func dataFields(d *Data) []field {
	return []field{
		{name: "customers", read: func(n node) error { return n.decode(&d.Customers, "a number") }},
		{name: "rows", read: whole(&d.Rows)},
		{name: "first", optional: true, read: textInto(&d.First)},
		{name: "last", optional: true, read: textInto(&d.Last)},
	}
}

func diagnosticFields(d *btyd.Diagnostics) []field {
	return []field{
		{name: "names", read: texts(&d.Names)},
		{name: "estimate", read: vector(&d.Estimate)},
		{name: "std_err", read: vector(&d.StdErr)},
		{name: "covariance", read: table(&d.Covariance)},
		{name: "log_covariance", read: table(&d.LogCovariance)},
		{name: "log_likelihood", read: perhaps(&d.LogLikelihood)},
		{name: "aic", read: perhaps(&d.AIC)},
		{name: "bic", read: perhaps(&d.BIC)},
		{name: "customers", read: perhaps(&d.Customers)},
		{name: "rows", read: whole(&d.Rows)},
		{name: "iterations", read: whole(&d.Iterations)},
		{name: "evaluations", read: whole(&d.Evaluations)},
		{name: "starts", read: whole(&d.Starts)},
		{name: "converged", read: func(n node) error { return n.decode(&d.Converged, "true or false") }},
		{name: "gradient_norm", read: perhaps(&d.GradientNorm)},
		{name: "hessian_positive_definite", read: func(n node) error { return n.decode(&d.HessianPositiveDefinite, "true or false") }},
		{name: "boundary", read: texts(&d.Boundary)},
		{name: "warnings", read: texts(&d.Warnings)},
	}
}

// The readers below turn one value each; an empty list becomes nil.

func textInto(to *string) func(node) error {
	return func(n node) error { return n.decode(to, "a text") }
}

func whole(to *int) func(node) error {
	return func(n node) error { return n.decode(to, "a whole number") }
}

// wholes reads a list of whole numbers.
func wholes(to *[]int) func(node) error {
	return func(n node) error {
		var v []*int
		if err := n.decode(&v, "a list of whole numbers"); err != nil {
			return err
		}
		for _, k := range v {
			if k == nil {
				return n.errorf("%s must be a list of whole numbers", n.path)
			}
			*to = append(*to, *k)
		}
		return nil
	}
}

// perhaps reads a number, or null for one that is not finite.
func perhaps(to *float64) func(node) error {
	return func(n node) error {
		var v number
		if err := json.Unmarshal(n.text(), &v); err != nil {
			return n.errorf("%s must be a number or null", n.path)
		}
		*to = float64(v)
		return nil
	}
}

func vector(to *[]float64) func(node) error {
	return func(n node) error {
		var v []number
		if err := n.decode(&v, "a list of numbers"); err != nil {
			return err
		}
		*to = plain(v)
		return nil
	}
}

func table(to *[][]float64) func(node) error {
	return func(n node) error {
		var v [][]number
		if err := n.decode(&v, "a list of lists of numbers"); err != nil {
			return err
		}
		for _, row := range v {
			*to = append(*to, plain(row))
		}
		return nil
	}
}

func plain(v []number) (out []float64) {
	for _, x := range v {
		out = append(out, float64(x))
	}
	return out
}

func texts(to *[]string) func(node) error {
	return func(n node) error {
		var v []*string
		if err := n.decode(&v, "a list of texts"); err != nil {
			return err
		}
		for _, s := range v {
			if s == nil {
				return n.errorf("%s must be a list of texts", n.path)
			}
			*to = append(*to, *s)
		}
		return nil
	}
}
