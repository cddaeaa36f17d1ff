package ggomnbd

import (
	"math"

	"github.com/perennial-clv/perennial/btyd/internal/lifetime"
	"github.com/perennial-clv/perennial/btyd/numeric"
)

// negligible is the e-folds of survival after which nobody is left.
const negligible = 42.0

// Axis ends where hardly anyone lives so long.
func (l lives) Axis(t, k float64) lifetime.Axis {
	lived := kernel{life: l.life(), a: l.Alpha, power: l.R}
	c := math.Min(lived.scale(), l.Beta/(l.B*(l.S+1)))
	t = math.Min(t, l.reach())
	dense := 0.0
	if l.Beta > 1 { // as in stretch: steps in bu
		y := math.Min(l.B*t, math.Log(l.Beta)+3)
		dense = math.Sqrt(y * (y + l.B*c))
	}
	return lifetime.Lay(c, t, dense, k)
}

// reach is the age that hardly anyone passes.
func (l lives) reach() float64 {
	if f := negligible / l.S; f < longest {
		return math.Log1p(l.Beta*math.Expm1(f)) / l.B
	}
	return (negligible/l.S + math.Log(l.Beta)) / l.B
}

// Die multiplies shares by the density of lifetimes, s b/v(u) of those left.
func (l lives) Die(p lifetime.Panel) lifetime.Panel {
	k := kernel{life: l.life(), s: l.S}
	var at points
	copy(at.u[:], p.U[:])
	at.age(&k, lifetime.Nodes, l.B*p.U[lifetime.Nodes-1])
	fall := at.fall[:lifetime.Nodes]
	for i := range fall {
		fall[i] *= -l.S
	}
	numeric.ExpEach(fall)
	for i, survival := range fall {
		p.Share[i] *= l.S * l.B * survival / at.share[i]
	}
	return p
}
