package saved

import (
	"fmt"
	"strings"

	"github.com/perennial-clv/perennial/btyd/bdw"
	"github.com/perennial-clv/perennial/btyd/bgbb"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/exponentialgamma"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/ggomnbd"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/midlife"
	"github.com/perennial-clv/perennial/btyd/nbd"
	"github.com/perennial-clv/perennial/btyd/paretoggg"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
	"github.com/perennial-clv/perennial/btyd/sbg"
	"github.com/perennial-clv/perennial/btyd/weibullgamma"
)

// kind is a model that can be saved: its name, how its parameters are written,
// and how they are read.
type kind struct {
	name string
	// write is false for a model of another kind.
	write func(Model) (members, bool)
	read  func(node) (Model, error)
}

// kinds is the table of models. A new model is one more line.
func kinds() []kind {
	bg := func(p []float64) bgnbd.Model { return bgnbd.Model{R: p[0], Alpha: p[1], A: p[2], B: p[3]} }
	mbg := func(p []float64) mbgnbd.Model { return mbgnbd.Model{R: p[0], Alpha: p[1], A: p[2], B: p[3]} }
	pareto := func(p []float64) paretonbd.Model { return paretonbd.Model{R: p[0], Alpha: p[1], S: p[2], Beta: p[3]} }
	weibull := func(p []float64) weibullgamma.Model { return weibullgamma.Model{R: p[0], Alpha: p[1], C: p[2]} }
	spend := func(p []float64) gammagamma.Model { return gammagamma.Model{P: p[0], Q: p[1], V: p[2]} }
	return []kind{
		flat("bg-nbd", bg),
		flat("mbg-nbd", mbg),
		flat("pareto-nbd", pareto),
		flat("pareto-nbd-mid-life", midlife.With),
		flat("ggom-nbd", func(p []float64) ggomnbd.Model {
			return ggomnbd.Model{R: p[0], Alpha: p[1], B: p[2], S: p[3], Beta: p[4]}
		}),
		flat("nbd", func(p []float64) nbd.Model { return nbd.Model{R: p[0], Alpha: p[1]} }),
		regular("bg-cnbd-k", false),
		regular("mbg-cnbd-k", true),
		latent("bg-cnbd-latent", false),
		latent("mbg-cnbd-latent", true),
		flat("pareto-ggg", func(p []float64) paretoggg.Model {
			return paretoggg.Model{R: p[0], Alpha: p[1], S: p[2], Beta: p[3], T: p[4], Gamma: p[5]}
		}),
		flat("bg-bb", func(p []float64) bgbb.Model { return bgbb.Model{Alpha: p[0], Beta: p[1], Gamma: p[2], Delta: p[3]} }),
		flat("sbg", func(p []float64) sbg.Model { return sbg.Model{Alpha: p[0], Beta: p[1]} }),
		flat("bdw", func(p []float64) bdw.Model { return bdw.Model{A: p[0], B: p[1], C: p[2]} }),
		flat("exponential-gamma", func(p []float64) exponentialgamma.Model { return exponentialgamma.Model{R: p[0], Alpha: p[1]} }),
		flat("weibull-gamma", weibull),
		flat("gamma-gamma", spend),
		covariates("bg-nbd", bg),
		covariates("mbg-nbd", mbg),
		covariates("pareto-nbd", pareto),
		spendCovariates(spend),
		tenureCovariates(weibull),
		timeVarying(),
		zeroInflated(),
	}
}

// flat is the kind of models that are nothing but their parameters, made from
// them in the order of Names.
func flat[M Model](name string, made func(p []float64) M) kind {
	return kind{
		name: name,
		write: func(m Model) (members, bool) {
			own, ok := m.(M)
			if !ok {
				return nil, false
			}
			return parameters(own), true
		},
		read: func(given node) (Model, error) {
			p := make([]float64, most)
			if err := given.fill(each(made(p).Names(), p)); err != nil {
				return nil, err
			}
			return made(p), nil
		},
	}
}

// most is the largest number of parameters of such a model.
const most = 16

// each are fields of numbers.
func each(names []string, p []float64) []field {
	fields := make([]field, len(names))
	for i, name := range names {
		fields[i] = field{name: name, read: func(n node) error { return n.decode(&p[i], "a number") }}
	}
	return fields
}

// Known lists the names of the models that can be saved.
func Known() []string {
	var names []string
	for _, k := range kinds() {
		names = append(names, k.name)
	}
	return names
}

// kindOf finds the entry of a model by its type, and the model's parameters.
func kindOf(m Model) (kind, members, error) {
	for _, k := range kinds() {
		if p, ok := k.write(m); ok {
			return k, p, nil
		}
	}
	return kind{}, nil, fmt.Errorf("%w: no name for a model of type %T", ErrUnknown, m)
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
	k, _, err := kindOf(m)
	if err != nil {
		return ""
	}
	return k.name
}
