package record

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Money is an exact amount in millionths of a major unit (a euro, not a
// cent), or None. It holds up to nine trillion.
type Money int64

// None says that a source does not state an amount: unlike zero, it adds
// nothing and is shown as unknown. The zero value of Money is zero: makers of
// records set what is not stated to None.
const None Money = math.MinInt64

// Micros is the number of millionths in a major unit.
const Micros = 1_000_000

// ParseMoney reads "1234.50", with a point and without separators, exactly.
// More than six decimals are refused unless they are zeros, for they cannot
// be kept.
func ParseMoney(s string) (Money, error) {
	text := s
	negative := strings.HasPrefix(text, "-")
	text = strings.TrimLeft(text, "+-")
	if len(s)-len(text) > 1 {
		return None, fmt.Errorf("parse amount %q: more than one sign", s)
	}
	whole, fraction, _ := strings.Cut(text, ".")
	fraction = strings.TrimRight(fraction, "0")
	if whole == "" && !strings.Contains(text, ".") || whole == "" && fraction == "" && !strings.Contains(text, "0") || len(fraction) > 6 {
		return None, fmt.Errorf("parse amount %q: not a number with up to six decimals", s)
	}
	digits := whole + fraction + strings.Repeat("0", 6-len(fraction))
	n, err := strconv.ParseUint(digits, 10, 63)
	if err != nil {
		return None, fmt.Errorf("parse amount %q: %w", s, err)
	}
	if negative {
		return -Money(n), nil
	}
	return Money(n), nil
}

// Known reports whether an amount is stated.
func (m Money) Known() bool { return m != None }

// Or is the amount, or another when it is not stated.
func (m Money) Or(other Money) Money {
	if m == None {
		return other
	}
	return m
}

// Plus is the sum of what is stated; None when neither is. A sum beyond what
// Money holds is None.
func (m Money) Plus(o Money) Money {
	switch {
	case m == None:
		return o
	case o == None:
		return m
	}
	s := m + o
	if (s > m) != (o > 0) && o != 0 {
		return None
	}
	return s
}

// Minus is the difference of what is stated, taking what is not for zero;
// None when m is.
func (m Money) Minus(o Money) Money {
	if m == None || o == None {
		return m
	}
	return m.Plus(-o)
}

// Negated is the amount with the other sign.
func (m Money) Negated() Money {
	if m == None {
		return None
	}
	return -m
}

// Times is the amount multiplied by a quantity that is itself in millionths,
// rounded half away from zero to the millionth; None when either is not
// stated or the product cannot be held.
func (m Money) Times(quantity Money) Money {
	if m == None || quantity == None {
		return None
	}
	p := new(big.Int).Mul(big.NewInt(int64(m)), big.NewInt(int64(quantity)))
	half := big.NewInt(Micros / 2)
	if p.Sign() < 0 {
		half.Neg(half)
	}
	p.Quo(p.Add(p, half), big.NewInt(Micros))
	if !p.IsInt64() || p.Int64() == math.MinInt64 {
		return None
	}
	return Money(p.Int64())
}

// String prints all decimals an amount has and at least two; nothing for None.
func (m Money) String() string {
	if m == None {
		return ""
	}
	sign, n := "", int64(m)
	if n < 0 {
		sign, n = "-", -n
	}
	fraction := strings.TrimRight(fmt.Sprintf("%06d", n%Micros), "0")
	for len(fraction) < 2 {
		fraction += "0"
	}
	return sign + strconv.FormatInt(n/Micros, 10) + "." + fraction
}

// MarshalJSON writes a JSON number, null for None.
func (m Money) MarshalJSON() ([]byte, error) {
	if m == None {
		return []byte("null"), nil
	}
	return []byte(m.String()), nil
}

// UnmarshalJSON reads a JSON number or null.
func (m *Money) UnmarshalJSON(b []byte) (err error) {
	if string(b) == "null" {
		*m = None
		return nil
	}
	*m, err = ParseMoney(strings.Trim(string(b), `"`))
	return err
}
