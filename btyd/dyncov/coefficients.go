package dyncov

import (
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
)

// coefficient is one that is estimated: where it acts on each process, as a
// place in effects.gamma, or nowhere (-1).
type coefficient struct {
	name   string
	column int
	place  [processes]int
}

// choose reads which covariates act on which process from the options.
func choose(names []string, o Options) (e effects, list []coefficient, err error) {
	for q, chosen := range [processes][]string{o.Purchase, o.Dropout} {
		if chosen == nil {
			chosen = names
		}
		for _, name := range chosen {
			c := slices.Index(names, name)
			if c < 0 || slices.Contains(e.columns[q], c) {
				return e, nil, fmt.Errorf("%w: covariate %q is unknown or named twice", btyd.ErrInvalidRow, name)
			}
			e.columns[q] = append(e.columns[q], c)
		}
		e.gamma[q] = make([]float64, len(e.columns[q]))
	}
	for i, c := range e.columns[buying] {
		list = append(list, coefficient{"purchase." + names[c], c, [processes]int{i, -1}})
	}
	for i, c := range e.columns[leaving] {
		list = append(list, coefficient{"dropout." + names[c], c, [processes]int{-1, i}})
	}
	for _, name := range o.Equal {
		if list, err = equate(list, name); err != nil {
			return e, nil, err
		}
	}
	return e, list, nil
}

// equate makes one coefficient of a covariate's two.
func equate(list []coefficient, name string) ([]coefficient, error) {
	a := slices.IndexFunc(list, func(c coefficient) bool { return c.name == "purchase."+name })
	b := slices.IndexFunc(list, func(c coefficient) bool { return c.name == "dropout."+name })
	if a < 0 || b < 0 {
		return nil, fmt.Errorf("%w: covariate %q must act on both processes, once, to act equally", btyd.ErrInvalidRow, name)
	}
	list[a].name = "both." + name
	list[a].place[leaving] = list[b].place[leaving]
	return slices.Delete(list, b, b+1), nil
}

// standardise finds mean and standard deviation of each covariate over the
// intervals observed on each path, in which a search takes even steps.
func (s *records) standardise(e *effects, list []coefficient) error {
	n := len(s.grid.Names)
	e.centre, e.scale = make([]float64, n), make([]float64, n)
	for i := range n {
		e.scale[i] = 1
	}
	for _, c := range list {
		mean, square, count := 0.0, 0.0, 0.0
		s.eachObserved(func(p Path, from, to int) {
			for _, v := range p[c.column][from:to] {
				count++
				step := v - mean
				mean += step / count
				square += step * (v - mean)
			}
		})
		deviation := math.Sqrt(square / count)
		if !(deviation > 1e-9*math.Abs(mean)) || math.IsInf(deviation, 0) {
			return fmt.Errorf("%w: covariate %s is %g wherever customers were observed, so its effect cannot be seen",
				btyd.ErrTooLittleData, s.grid.Names[c.column], mean)
		}
		e.centre[c.column], e.scale[c.column] = mean, deviation
	}
	return nil
}

// eachObserved visits each path with the intervals observed on it.
func (s *records) eachObserved(visit func(p Path, from, to int)) {
	for lo := 0; lo < len(s.rows); {
		end, from, to := s.samePath(lo, len(s.rows))
		visit(s.paths[s.rows[lo].path], from, to)
		lo = end
	}
}
