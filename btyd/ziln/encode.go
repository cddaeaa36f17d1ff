package ziln

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
)

// Encoding turns features into the columns of the linear predictors. It is
// learned with the model and part of it.
type Encoding struct {
	Numbers    []NumberCode
	Categories []CategoryCode
}

// NumberCode standardises a number: (v - Mean)/SD, with v held between Low and
// High, the range seen in training, so that nothing is extrapolated. Missing
// values count as the mean, and have a column of their own if training had
// any. SD is zero for a feature that does not vary and is left out.
type NumberCode struct {
	Name                string
	Mean, SD, Low, High float64
	Missing             bool
}

// CategoryCode gives a column of zeros and ones to each of Levels. Base, the
// most frequent level, has none: the others are measured from it. Levels with
// too few customers share a last column if Pooled. Missing values, the empty
// level, are a level whenever there are any. A level not seen in training
// counts as a rare one, or as Base.
type CategoryCode struct {
	Name   string
	Base   string
	Levels []string
	Pooled bool
}

// validate refuses an encoding that cannot have been learned.
func (e Encoding) validate() error {
	seen := map[string]bool{"": true}
	for _, c := range e.Numbers {
		if seen[c.Name] {
			return fmt.Errorf("%w: the name %q of a feature is empty or given twice", btyd.ErrInvalidStart, c.Name)
		}
		seen[c.Name] = true
		finite := true
		for _, v := range []float64{c.Mean, c.SD, c.Low, c.High} {
			finite = finite && !math.IsNaN(v) && !math.IsInf(v, 0)
		}
		if !finite || c.SD < 0 || c.Low > c.High {
			return fmt.Errorf("%w: number %q: mean %g, standard deviation %g, range %g to %g",
				btyd.ErrInvalidStart, c.Name, c.Mean, c.SD, c.Low, c.High)
		}
	}
	for _, c := range e.Categories {
		if seen[c.Name] {
			return fmt.Errorf("%w: the name %q of a feature is empty or given twice", btyd.ErrInvalidStart, c.Name)
		}
		seen[c.Name] = true
		levels := map[string]bool{c.Base: true}
		for _, level := range c.Levels {
			if levels[level] {
				return fmt.Errorf("%w: category %q has the level %q twice", btyd.ErrInvalidStart, c.Name, level)
			}
			levels[level] = true
		}
	}
	return nil
}

// learn finds the encoding of weighted rows, with the least weight of a level
// that stands by itself.
func learn(d Data, least float64) Encoding {
	var e Encoding
	for _, f := range d.Features.Numbers {
		e.Numbers = append(e.Numbers, learnNumber(f, d))
	}
	for _, f := range d.Features.Categories {
		e.Categories = append(e.Categories, learnCategory(f, d, least))
	}
	return e
}

func learnNumber(f Number, d Data) NumberCode {
	c := NumberCode{Name: f.Name, Low: math.Inf(1), High: math.Inf(-1)}
	total := 0.0
	for i, v := range f.Values {
		if math.IsNaN(v) {
			c.Missing = true
			continue
		}
		w := d.weight(i)
		total += w
		c.Mean += w / total * (v - c.Mean)
		c.Low, c.High = math.Min(c.Low, v), math.Max(c.High, v)
	}
	c.Missing = c.Missing && total > 0 // all missing tells nothing
	if !(c.High > c.Low) {
		c.Low, c.High = c.Mean, c.Mean
		return c
	}
	reach := math.Max(c.High-c.Mean, c.Mean-c.Low) // keeps squares in range
	squares := 0.0
	for i, v := range f.Values {
		if !math.IsNaN(v) {
			z := (v - c.Mean) / reach
			squares += d.weight(i) / total * z * z
		}
	}
	c.SD = reach * math.Sqrt(squares)
	return c
}

func learnCategory(f Category, d Data, least float64) CategoryCode {
	count := map[string]float64{}
	for i, v := range f.Values {
		count[v] += d.weight(i)
	}
	c := CategoryCode{Name: f.Name}
	var names []string
	for name := range count {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	for i, name := range names {
		switch {
		case i == 0:
			c.Base = name
		case name == "" || count[name] >= least:
			c.Levels = append(c.Levels, name)
		default:
			c.Pooled = true
		}
	}
	return c
}

// Columns names the columns in order, the intercept first.
func (e Encoding) Columns() []string {
	names := []string{"intercept"}
	for _, c := range e.Numbers {
		if c.SD > 0 {
			names = append(names, c.Name)
		}
		if c.Missing {
			names = append(names, c.Name+" missing")
		}
	}
	for _, c := range e.Categories {
		for _, level := range c.Levels {
			if level == "" {
				names = append(names, c.Name+" missing")
			} else {
				names = append(names, c.Name+" = "+level)
			}
		}
		if c.Pooled {
			names = append(names, c.Name+" = another")
		}
	}
	return names
}

// matrix encodes a table, one row a customer after the other. The table must
// have the features of training, in any order; others are not looked at.
func (e Encoding) matrix(t Table, rows int) ([]float64, error) {
	width := len(e.Columns())
	x := make([]float64, rows*width)
	for i := range rows {
		x[i*width] = 1
	}
	at := 1
	for _, c := range e.Numbers {
		k := slices.IndexFunc(t.Numbers, func(f Number) bool { return f.Name == c.Name })
		if k < 0 {
			return nil, fmt.Errorf("%w: the number %q, which the model was trained on, is not among the features", btyd.ErrInvalidRow, c.Name)
		}
		at += c.fill(t.Numbers[k].Values, x[at:], width)
	}
	for _, c := range e.Categories {
		k := slices.IndexFunc(t.Categories, func(f Category) bool { return f.Name == c.Name })
		if k < 0 {
			return nil, fmt.Errorf("%w: the category %q, which the model was trained on, is not among the features", btyd.ErrInvalidRow, c.Name)
		}
		at += c.fill(t.Categories[k].Values, x[at:], width)
	}
	return x, nil
}

// fill writes the columns of a number and says how many there are.
func (c NumberCode) fill(values, x []float64, width int) (columns int) {
	if c.SD > 0 {
		for i, v := range values {
			if !math.IsNaN(v) {
				x[i*width] = (math.Max(c.Low, math.Min(c.High, v)) - c.Mean) / c.SD
			}
		}
		columns++
	}
	if c.Missing {
		for i, v := range values {
			if math.IsNaN(v) {
				x[i*width+columns] = 1
			}
		}
		columns++
	}
	return columns
}

// fill writes the columns of a category and says how many there are.
func (c CategoryCode) fill(values []string, x []float64, width int) (columns int) {
	place := map[string]int{c.Base: -1}
	for k, level := range c.Levels {
		place[level] = k
	}
	columns = len(c.Levels)
	other := -1
	if c.Pooled {
		other = columns
		columns++
	}
	for i, v := range values {
		k, known := place[v]
		if !known {
			k = other
		}
		if k >= 0 {
			x[i*width+k] = 1
		}
	}
	return columns
}
