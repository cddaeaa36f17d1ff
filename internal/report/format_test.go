package report

import (
	"math"
	"testing"
)

func TestNumbersInPrint(t *testing.T) {
	eur, none, chf, yen := currencyOf("eur"), currencyOf(""), currencyOf("CHF"), currencyOf("JPY")
	for _, c := range []struct{ got, want string }{
		{fixed(2500315.634, 2), "2,500,315.63"},
		{fixed(-1234, 0), "−1,234"},
		{fixed(-0.001, 2), "0.00"},
		{fixed(999, 0), "999"},
		{fixed(math.NaN(), 2), "–"},
		{fixed(math.Inf(-1), 2), "–"},
		{share(0.678), "67.8\u202f%"},
		{share(0.2), "20\u202f%"},
		{signedShare(0.0575), "+5.8\u202f%"},
		{signedShare(-0.03), "−3.0\u202f%"},
		{signedShare(0.0001), "0.0\u202f%"},
		{chance(1), "100\u202f%"},
		{chance(0.9999), ">\u202f99\u202f%"},
		{chance(0.0001), "<\u202f1\u202f%"},
		{eur.amount(48.3), "€48.30"},
		{eur.amount(-1412), "−€1,412"},
		{eur.span(988.5, 1204.2), "€988\u00a0–\u00a0€1,204"},
		{none.amount(19.9), "19.90"},
		{chf.amount(5), "CHF\u202f5.00"},
		{yen.amount(980), "¥980"},
		{eur.amount(math.NaN()), "–"},
		{significant(0.242593, 5), "0.24259"},
		{significant(3.1e-7, 2), "3.1×10⁻⁷"},
		{significant(19172.85, 3), "19,173"},
		{length(1, "week"), "1 week"},
		{length(38.857, "week"), "38.9 weeks"},
		{horizon("52w"), "52 weeks"},
		{horizon("1y"), "1 year"},
		{horizon("soon"), "soon"},
		{seconds(0.0004), "<\u202f1\u202fms"},
		{seconds(2.4), "2.4\u202fs"},
	} {
		if c.got != c.want {
			t.Errorf("printed %q, want %q", c.got, c.want)
		}
	}
}

func TestTicksAreRoundAndCover(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		whole  bool
		labels []string
	}{
		{0, 97, false, []string{"0", "20", "40", "60", "80", "100"}},
		{-4000, 131000, false, []string{"−50k", "0", "50k", "100k", "150k"}},
		{0, 2, true, []string{"0", "1", "2"}},
		{0, 0, false, []string{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}},
		{0, 2.4e6, false, []string{"0", "0.5M", "1.0M", "1.5M", "2.0M", "2.5M"}},
		{0, 5.1, false, []string{"0", "2", "4", "6"}},
	} {
		tk := niceTicks(c.lo, c.hi, 5, c.whole)
		var got []string
		for _, v := range tk.at {
			got = append(got, tk.label(v))
		}
		if len(got) != len(c.labels) {
			t.Errorf("ticks of %v to %v: %v, want %v", c.lo, c.hi, got, c.labels)
			continue
		}
		for i := range got {
			if got[i] != c.labels[i] {
				t.Errorf("ticks of %v to %v: %v, want %v", c.lo, c.hi, got, c.labels)
				break
			}
		}
	}
}
