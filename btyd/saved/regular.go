package saved

import "github.com/perennial-clv/perennial/btyd/cnbd"

// regular is the kind of the (M)BG/CNBD-k: k is no parameter to be estimated
// by slopes, and still part of the model.
func regular(name string, atZero bool) kind {
	return kind{
		name: name,
		write: func(m Model) (members, bool) {
			own, ok := m.(cnbd.Model)
			if !ok || own.AtZero != atZero {
				return nil, false
			}
			return append(members{{"k", own.K}}, parameters(own)...), true
		},
		read: func(given node) (Model, error) {
			m, p := cnbd.Model{AtZero: atZero}, make([]float64, most)
			fields := append([]field{{name: "k", read: whole(&m.K)}}, each(m.Names(), p)...)
			if err := given.fill(fields); err != nil {
				return nil, err
			}
			m.R, m.Alpha, m.A, m.B = p[0], p[1], p[2], p[3]
			return m, nil
		},
	}
}

// latent is the kind of that model with classes of regularity.
func latent(name string, atZero bool) kind {
	return kind{
		name: name,
		write: func(m Model) (members, bool) {
			own, ok := m.(cnbd.Latent)
			if !ok || own.AtZero != atZero {
				return nil, false
			}
			base := parameters(cnbd.Model{R: own.R, Alpha: own.Alpha, A: own.A, B: own.B})
			return append(append(members{{"k", own.K}}, base...), member{"weights", numbers(own.Weights)}), true
		},
		read: func(given node) (Model, error) {
			m, p := cnbd.Latent{AtZero: atZero}, make([]float64, most)
			fields := append([]field{{name: "k", read: wholes(&m.K)}}, each(cnbd.Model{}.Names(), p)...)
			if err := given.fill(append(fields, field{name: "weights", read: vector(&m.Weights)})); err != nil {
				return nil, err
			}
			m.R, m.Alpha, m.A, m.B = p[0], p[1], p[2], p[3]
			return m, nil
		},
	}
}
