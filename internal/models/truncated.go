package models

import (
	"slices"

	"github.com/perennial-clv/perennial/btyd/midlife"
	"github.com/perennial-clv/perennial/internal/value"
)

// MidLifeFamily is for logs that begin in mid-life. It is no member of
// [Families]: it needs histories that all end on the same day.
func MidLifeFamily() Family {
	return Family{
		Name: value.ParetoNBDMidLife, Keys: midlife.Model{}.Names(), Fit: fitting(midlife.Fit),
		With: func(p []float64) Model { return midlife.With(p) },
	}
}

// Later is a model, or a mixture, for histories that end a time later, or
// earlier where it is negative, than those it was fitted to: some read in the
// age of a customer when they were first seen.
func Later[M any](m M, by float64) M {
	var moved any
	switch m := any(m).(type) {
	case midlife.Model:
		moved = m.Later(by)
	case Pool:
		m.Members = slices.Clone(m.Members)
		for i, member := range m.Members {
			m.Members[i] = Later(member, by)
		}
		moved = m
	default:
		return m.(M)
	}
	return moved.(M)
}

// Dated reports whether it matters to a model when a customer was first seen.
func Dated(m any) bool {
	switch m := m.(type) {
	case midlife.Model:
		return true
	case Pool:
		return slices.ContainsFunc(m.Members, func(m Model) bool { return Dated(m) })
	}
	return false
}
