// Package numeric is the arithmetic under the models: special functions that
// stay accurate where the textbook forms overflow, underflow or cancel,
// integrals over a Beta-distributed probability and over a time axis, a
// trust-region Newton search, and random variates.
//
// Nothing here knows what a customer is. Functions take and return plain
// numbers; none allocates unless it returns a slice.
package numeric
