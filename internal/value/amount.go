package value

import (
	"fmt"
	"io"
	"strings"

	"github.com/shopspring/decimal"
)

// Amount is an exact quantity of money in major units (euros, not cents). Its
// currency is stated by the Definition that travels with it. In JSON it is a
// plain number with at least two decimals.
type Amount struct{ decimal.Decimal }

// NewAmount wraps an exact decimal.
func NewAmount(d decimal.Decimal) Amount { return Amount{d} }

// ParseAmount reads "1234.50". It accepts no symbols or separators: cleaning
// a file's money is the work of the file's mapping.
func ParseAmount(s string) (Amount, error) {
	d, err := decimal.NewFromString(s)
	if err != nil {
		return Amount{}, fmt.Errorf("parse amount %q: %w", s, err)
	}
	return Amount{d}, nil
}

// Add returns the exact sum.
func (a Amount) Add(b Amount) Amount { return Amount{a.Decimal.Add(b.Decimal)} }

// Float is the nearest float64, for models and charts, never for sums of money.
func (a Amount) Float() float64 { return a.InexactFloat64() }

// String prints all decimals the amount has, and at least two.
func (a Amount) String() string {
	// Trailing zeros past the second decimal say nothing and are dropped.
	s := a.Decimal.String()
	if i := strings.IndexByte(s, 0x2e); i < 0 || len(s)-i-1 < 2 {
		return a.StringFixed(2)
	}
	return s
}

// Format prints String whatever the verb: the decimal's own formatting would
// drop the cents.
func (a Amount) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, a.String()) }

// MarshalJSON writes a JSON number.
func (a Amount) MarshalJSON() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalJSON reads a JSON number or a quoted one.
func (a *Amount) UnmarshalJSON(b []byte) error { return a.Decimal.UnmarshalJSON(b) }
