package duckdb

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd/btydtest"
)

func TestRepeats(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		hashes := rapid.SliceOf(rapid.Uint64Range(0, 40)).Draw(t, "hashes")
		spread := rapid.Bool().Draw(t, "spread")
		seen, want := map[uint64]bool{}, false
		for i, h := range hashes {
			if spread {
				hashes[i] = h << 58 // the first byte decides the bucket
			}
			want = want || seen[hashes[i]]
			seen[hashes[i]] = true
		}
		if got := repeats(hashes); got != want {
			t.Fatalf("repeats(%v) = %t", hashes, got)
		}
	})
}
