package export

import "github.com/perennial-clv/perennial/internal/record"

// GuessKind proposes a mapping of a file whose kind a person has said.
func GuessKind(kind record.Kind, columns []string, sample [][]string) Mapping {
	h := newHeader(columns, sample)
	m := Mapping{Kind: kind, Fields: guessFields(h, kind)}
	if styleOf(h).comma {
		m.Decimal = ","
	}
	return m
}
