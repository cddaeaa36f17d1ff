package saved

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/ziln"
)

// zeroInflated is the kind of the two-part regression of value at the first
// purchase. Beside its coefficients it needs what turns features into columns:
//
//	"numbers":    {"ln first order": {"mean": 3.5, "sd": 0.9, "low": 1.2, "high": 6.8, "missing": false}},
//	"categories": {"channel": {"base": "search", "levels": ["ads", ""], "pooled": true}},
//	"return":     [-0.8, 0.3, 0.5, -0.1, 0.2], "location": [...], "scale": [...],
//	"cap": 4100, "calibration": 1.07
//
// Coefficients are lists in the order of ziln.Encoding.Columns: the intercept;
// of each number that varies (sd above 0) its slope, and that of being missing
// if it ever was; of each category those of its levels, "" being missing, and
// of another level if rare ones were pooled. A cap of null is none.
func zeroInflated() kind {
	return kind{
		name: "ziln",
		write: func(m Model) (members, bool) {
			own, ok := m.(ziln.Model)
			if !ok {
				return nil, false
			}
			return members{
				{"numbers", numberCodes(own.Encoding.Numbers)}, {"categories", categoryCodes(own.Encoding.Categories)},
				{"return", numbers(own.Return)}, {"location", numbers(own.Location)}, {"scale", numbers(own.Scale)},
				{"cap", number(own.Cap)}, {"calibration", number(own.Calibration)},
			}, true
		},
		read: func(given node) (Model, error) {
			var m ziln.Model
			err := given.fill([]field{
				{name: "numbers", read: func(n node) error { return readNumberCodes(n, &m.Encoding) }},
				{name: "categories", read: func(n node) error { return readCategoryCodes(n, &m.Encoding) }},
				{name: "return", read: vector(&m.Return)},
				{name: "location", read: vector(&m.Location)},
				{name: "scale", read: vector(&m.Scale)},
				{name: "cap", read: perhaps(&m.Cap)},
				{name: "calibration", read: func(n node) error { return n.decode(&m.Calibration, "a number") }},
			})
			if math.IsNaN(m.Cap) {
				m.Cap = math.Inf(1)
			}
			return m, err
		},
	}
}

func numberCodes(codes []ziln.NumberCode) members {
	out := members{}
	for _, c := range codes {
		out = append(out, member{c.Name, members{
			{"mean", number(c.Mean)}, {"sd", number(c.SD)}, {"low", number(c.Low)}, {"high", number(c.High)}, {"missing", c.Missing},
		}})
	}
	return out
}

func categoryCodes(codes []ziln.CategoryCode) members {
	out := members{}
	for _, c := range codes {
		out = append(out, member{c.Name, members{
			{"base", c.Base}, {"levels", append([]string{}, c.Levels...)}, {"pooled", c.Pooled},
		}})
	}
	return out
}

func readNumberCodes(n node, e *ziln.Encoding) error {
	all, err := n.distinct()
	if err != nil {
		return err
	}
	for _, m := range all {
		c, p := ziln.NumberCode{Name: m.name}, make([]float64, 4)
		fields := append(each([]string{"mean", "sd", "low", "high"}, p), truth("missing", &c.Missing))
		if err := m.fill(fields); err != nil {
			return err
		}
		c.Mean, c.SD, c.Low, c.High = p[0], p[1], p[2], p[3]
		e.Numbers = append(e.Numbers, c)
	}
	return nil
}

func readCategoryCodes(n node, e *ziln.Encoding) error {
	all, err := n.distinct()
	if err != nil {
		return err
	}
	for _, m := range all {
		c := ziln.CategoryCode{Name: m.name}
		if err := m.fill([]field{
			{name: "base", read: textInto(&c.Base)},
			{name: "levels", read: texts(&c.Levels)},
			truth("pooled", &c.Pooled),
		}); err != nil {
			return err
		}
		e.Categories = append(e.Categories, c)
	}
	return nil
}

// truth is a field that is true or false.
func truth(name string, to *bool) field {
	return field{name: name, read: func(n node) error { return n.decode(to, "true or false") }}
}

// namesWithin lists the texts of an encoding, all of which must be writable.
func namesWithin(e ziln.Encoding) (all []string) {
	for _, c := range e.Numbers {
		all = append(all, c.Name)
	}
	for _, c := range e.Categories {
		all = append(append(all, c.Name, c.Base), c.Levels...)
	}
	return all
}
