package conformance

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// figure is one number that is known: what it is, who says so, and how near
// ours must come.
type figure struct {
	of, source string
	// want is the number as published, in its own digits.
	want   string
	within tolerance
	needs  need
	ours   func(*bench) float64
}

// tolerance is how far from a figure ours may be: relative to it, or in the
// units it is printed in. Why says where the bound comes from.
type tolerance struct {
	relative, absolute float64
	why                string
}

var (
	// exact is for figures of 13 digits and more.
	exact = tolerance{relative: 1e-9, why: "digits"}
	// estimate is for parameters at a maximum known to 15 digits: a search
	// ends where the likelihood is flat to machine precision.
	estimate = tolerance{relative: 1e-6, why: "search"}
	// curvature is for standard errors, which are taken at such an estimate.
	curvature = tolerance{relative: 1e-6, why: "search"}
	// printed is for figures rounded to the digits they are printed in.
	printed = tolerance{why: "printed"}
)

// tested is the tolerance that a package's own test of the figure has.
func tested(relative float64) tolerance { return tolerance{relative: relative, why: "its test"} }

// short is for figures made at an estimate whose search stopped short of the
// maximum, or that is known in fewer digits than the figure.
func short(relative float64) tolerance { return tolerance{relative: relative, why: "its estimate"} }

// around is an absolute tolerance.
func around(absolute float64, why string) tolerance { return tolerance{absolute: absolute, why: why} }

// group is a section of the page: the figures of one model.
type group struct {
	title, about string
	figures      []figure
}

// add adds a figure that needs no data.
func (g *group) add(of, source, want string, within tolerance, ours float64) {
	g.with(nothing, of, source, want, within, func(*bench) float64 { return ours })
}

// with adds a figure computed from data.
func (g *group) with(needs need, of, source, want string, within tolerance, ours func(*bench) float64) {
	g.figures = append(g.figures, figure{of: of, source: source, want: want, within: within, needs: needs, ours: ours})
}

// each adds a series, whose places count from first in the format of.
func (g *group) each(of string, first int, source string, wants string, within tolerance, ours func(i int) float64) {
	for k, want := range strings.Fields(wants) {
		g.add(fmt.Sprintf(of, first+k), source, want, within, ours(first+k))
	}
}

// eachWith is each for a series computed from data.
func (g *group) eachWith(needs need, of string, first int, source string, wants string, within tolerance, ours func(b *bench, i int) float64) {
	for k, want := range strings.Fields(wants) {
		g.with(needs, fmt.Sprintf(of, first+k), source, want, within, func(b *bench) float64 { return ours(b, first+k) })
	}
}

// judged is a figure with our number.
type judged struct {
	figure
	got     float64
	skipped bool
}

// target is the figure as a number.
func (f figure) target() float64 {
	v, err := strconv.ParseFloat(f.want, 64)
	if err != nil {
		panic(f.of + ": " + err.Error())
	}
	return v
}

// halfUnit is half a unit in the last digit of a number as printed.
func halfUnit(s string) float64 {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(s), "e")
	power := 0
	if exponent != "" {
		power, _ = strconv.Atoi(exponent)
	}
	if _, decimals, ok := strings.Cut(mantissa, "."); ok {
		power -= len(decimals)
	}
	return 0.5 * math.Pow10(power)
}

// bound is the tolerance in the units of the figure.
func (f figure) bound() float64 {
	switch {
	case f.within.relative > 0:
		return f.within.relative * math.Abs(f.target())
	case f.within.absolute > 0:
		return f.within.absolute
	}
	return halfUnit(f.want) * (1 + 1e-9) // what lies half-way may be rounded either way
}

// agrees reports whether ours is the figure, as far as its digits go.
func (j judged) agrees() bool { return math.Abs(j.got-j.target()) <= j.bound() }

// allowed words the tolerance for the page.
func (f figure) allowed() string {
	switch {
	case f.within.relative > 0:
		return fmt.Sprintf("%s rel., %s", power(f.within.relative), f.within.why)
	case f.within.absolute > 0:
		return fmt.Sprintf("±%g, %s", f.within.absolute, f.within.why)
	}
	return fmt.Sprintf("±%s, printed", power(halfUnit(f.want)))
}

// power shows one digit and the power of ten.
func power(v float64) string {
	s := fmt.Sprintf("%.0e", v)
	return strings.Replace(strings.Replace(s, "e-0", "e-", 1), "e+0", "e", 1)
}

// difference words ours less the figure, in the terms of its tolerance.
func (j judged) difference() string {
	d := j.got - j.target()
	switch {
	case d == 0:
		return "0"
	case j.within.relative > 0:
		return power(d/math.Abs(j.target())) + " rel."
	}
	return power(d)
}
