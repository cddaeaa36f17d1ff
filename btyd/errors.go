package btyd

import "errors"

// Errors of this library. Every error it returns wraps one of these, and its
// text says in plain words what was wrong.
var (
	// ErrInvalidRow: a row, or a column, cannot be what it claims to be.
	ErrInvalidRow = errors.New("btyd: invalid data")
	// ErrTooLittleData: the data cannot tell the parameters apart.
	ErrTooLittleData = errors.New("btyd: too little data")
	// ErrInvalidStart: starting values of the wrong number, or not positive.
	ErrInvalidStart = errors.New("btyd: invalid starting values")
	// ErrNotFinite: the likelihood is not finite at any starting point.
	ErrNotFinite = errors.New("btyd: likelihood is not finite")
	// ErrNotConverged: the search stopped before reaching a maximum. The
	// best point found and its diagnostics are returned with it.
	ErrNotConverged = errors.New("btyd: not converged")
)
