package estimate

import "github.com/perennial-clv/perennial/btyd/numeric"

// Full returns the parts of a sum, with both triangles of the Hessian.
func (s *Sum) Full() (f float64, g numeric.Vector, h numeric.Matrix) {
	for i := range s.H {
		for j := range i {
			s.H[i][j] = s.H[j][i]
		}
	}
	return s.F, s.G, s.H
}
