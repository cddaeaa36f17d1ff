// Package conformance compares the models with the figures known of them: the
// estimates, predictions and totals that papers print, that other packages
// compute or test for, and that were computed from the definitions of the
// models in 25 to 40 digits.
//
// It holds tests only. They fail when a figure differs by more than its digits
// allow, and, with -update, write the comparison to docs/conformance.md:
//
//	go test ./btyd/conformance -update
//
// Figures that need public data (CDNOW, the donations of the BG/BB paper) are
// skipped, and named, where the data are not at hand.
//
// The package knows the models through their public names. It must not know
// how they compute.
package conformance
