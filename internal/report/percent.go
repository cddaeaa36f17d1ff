package report

import "strings"

// share prints a fraction as a percentage with at most one decimal.
func share(v float64) string {
	s := strings.TrimSuffix(fixed(v*100, 1), ".0")
	if s == unknown {
		return s
	}
	return s + thinSpace + "%"
}

// shareFixed prints a fraction for a column of percentages.
func shareFixed(v float64) string {
	if !finite(v) {
		return unknown
	}
	return fixed(v*100, 1) + thinSpace + "%"
}

// chance prints a probability in whole percent, and never calls something
// certain that is not.
func chance(v float64) string {
	switch {
	case !finite(v):
		return unknown
	case v > 0 && v < 0.005:
		return "<" + thinSpace + "1" + thinSpace + "%"
	case v < 1 && v >= 0.995:
		return ">" + thinSpace + "99" + thinSpace + "%"
	}
	return fixed(v*100, 0) + thinSpace + "%"
}

// signedShare prints a fraction as a percentage with its sign.
func signedShare(v float64) string {
	if !finite(v) {
		return unknown
	}
	s := fixed(v*100, 1) + thinSpace + "%"
	if v > 0 && !strings.HasPrefix(s, "0.0"+thinSpace) {
		return "+" + s
	}
	return s
}
