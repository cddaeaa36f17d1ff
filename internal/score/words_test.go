package score

import "testing"

func TestWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{thousands(0), "0"}, {thousands(999), "999"}, {thousands(-1000), "-1,000"}, {thousands(1234567), "1,234,567"},
		{money(0.005), "0.01"}, {money(-0.5), "-0.50"}, {money(1234.5), "1,234.50"}, {money(98765.4), "98,765"}, {money(1.999), "2.00"},
		{signedPercent(-0.1234), "−12.3 %"}, {horizonWords("52w"), "52 weeks"}, {horizonWords("1y"), "1 year"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
