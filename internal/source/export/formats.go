package export

import "slices"

// Formats are all formats known, the surest first.
func Formats() []*Format {
	return slices.Concat(commerce(), audience())
}
