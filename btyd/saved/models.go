package saved

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/perennial-clv/perennial/btyd/bdw"
	"github.com/perennial-clv/perennial/btyd/bgbb"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/ggomnbd"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/nbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
	"github.com/perennial-clv/perennial/btyd/sbg"
)

// kind is a model that can be saved: its name, and how to make it from its
// parameters in the order of Names.
type kind struct {
	name string
	make func(p []float64) Model
}

// kinds is the table of models. A new model is one more line.
func kinds() []kind {
	return []kind{
		{"bg-nbd", func(p []float64) Model { return bgnbd.Model{R: p[0], Alpha: p[1], A: p[2], B: p[3]} }},
		{"mbg-nbd", func(p []float64) Model { return mbgnbd.Model{R: p[0], Alpha: p[1], A: p[2], B: p[3]} }},
		{"pareto-nbd", func(p []float64) Model { return paretonbd.Model{R: p[0], Alpha: p[1], S: p[2], Beta: p[3]} }},
		{"ggom-nbd", func(p []float64) Model { return ggomnbd.Model{R: p[0], Alpha: p[1], B: p[2], S: p[3], Beta: p[4]} }},
		{"nbd", func(p []float64) Model { return nbd.Model{R: p[0], Alpha: p[1]} }},
		{"bg-bb", func(p []float64) Model { return bgbb.Model{Alpha: p[0], Beta: p[1], Gamma: p[2], Delta: p[3]} }},
		{"sbg", func(p []float64) Model { return sbg.Model{Alpha: p[0], Beta: p[1]} }},
		{"bdw", func(p []float64) Model { return bdw.Model{A: p[0], B: p[1], C: p[2]} }},
		{"gamma-gamma", func(p []float64) Model { return gammagamma.Model{P: p[0], Q: p[1], V: p[2]} }},
	}
}

// most is the largest number of parameters of a model.
const most = 16

// blank is the model without its parameters, to ask for its type and names.
func (k kind) blank() Model { return k.make(make([]float64, most)) }

// Known lists the names of the models that can be saved.
func Known() []string {
	var names []string
	for _, k := range kinds() {
		names = append(names, k.name)
	}
	return names
}

// kindOf finds the entry of a model by its type.
func kindOf(m Model) (kind, error) {
	for _, k := range kinds() {
		if reflect.TypeOf(k.blank()) == reflect.TypeOf(m) {
			return k, nil
		}
	}
	return kind{}, fmt.Errorf("%w: no name for a model of type %T", ErrUnknown, m)
}

// kindNamed finds an entry by name.
func kindNamed(name string) (kind, error) {
	for _, k := range kinds() {
		if k.name == name {
			return k, nil
		}
	}
	return kind{}, fmt.Errorf("%w: model %q is none of %s", ErrUnknown, name, strings.Join(Known(), ", "))
}

// NameOf is the name under which a model is saved; empty for one that cannot
// be.
func NameOf(m Model) string {
	k, err := kindOf(m)
	if err != nil {
		return ""
	}
	return k.name
}
