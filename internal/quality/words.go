package quality

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// plural is a number of things.
func plural(n int64, word string) string {
	switch {
	case n == 1:
		return "1 " + word
	case strings.HasSuffix(word, "ch"):
		return count(n) + " " + word + "es"
	}
	return count(n) + " " + word + "s"
}

// count is a number with its thousands apart.
func count(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// share is a part of a whole in per cent.
func share(part, whole int64) string {
	if whole == 0 {
		return "0 %"
	}
	p := 100 * float64(part) / float64(whole)
	if p > 0 && p < 1 {
		return "less than 1 %"
	}
	return fmt.Sprintf("%.0f %%", p)
}

// capital begins with a capital letter.
func capital(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}
