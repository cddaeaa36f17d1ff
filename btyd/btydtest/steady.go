package btydtest

import (
	"flag"
	"testing"

	"pgregory.net/rapid"
)

// seed is where property tests start unless -rapid.seed says otherwise.
const seed = "20261122"

// Check runs a property on the same random inputs every time, so that a test
// that passed once passes again on the same code. Look for new inputs with
// -rapid.seed=N, and for more of them with -rapid.checks=N.
func Check(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	if f := flag.Lookup("rapid.seed"); f != nil && f.Value.String() == "0" {
		if err := flag.Set("rapid.seed", seed); err != nil {
			t.Fatalf("set the seed of property tests: %v", err)
		}
	}
	rapid.Check(t, property)
}
