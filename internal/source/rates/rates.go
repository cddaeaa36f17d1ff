// Package rates reads tables of rates of exchange: one row a rate, or one row
// a day with a column a currency as the European Central Bank publishes them.
//
// It must not know the store, or what is converted with the rates.
package rates

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/perennial-clv/perennial/internal/value"
)

// Options say what a table does not.
type Options struct {
	// Base is the currency rates are in where the table has no such column;
	// tables with a column a currency are EUR's unless told otherwise.
	Base string
	// PerBase says that rates are units of the currency for one of the base,
	// rather than units of the base for one of the currency. It is so in
	// tables with a column a currency.
	PerBase bool
	// Today bounds the days, which cannot be later than tomorrow.
	Today value.Date
}

// layout is where a table has what.
type layout struct {
	day, currency, rate, base int // columns; -1 without
	wide                      map[int]string
}

// Read reads a table. Every row is used or the table is refused: a rate that
// is passed over would be missed only when money is wrong.
func Read(from io.Reader, name string, opt Options) ([]value.Rate, error) {
	b := bufio.NewReader(from)
	if mark, err := b.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = b.Discard(3)
	}
	first, _ := b.Peek(4096)
	r := csv.NewReader(b)
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	line, _, _ := strings.Cut(string(first), "\n")
	for _, comma := range []rune{';', '\t'} {
		if strings.ContainsRune(line, comma) && !strings.Contains(line, ",") {
			r.Comma = comma
		}
	}
	header, err := r.Read()
	if err != nil {
		return nil, value.Errorf(value.BadInput, "%s: there is no header: %w", name, err).WithHint("The first line names the columns: date,currency,rate,base")
	}
	y, err := layoutOf(header, name)
	if err != nil {
		return nil, err
	}
	if y.wide == nil && y.base < 0 && opt.Base == "" {
		return nil, value.Errorf(value.BadInput, "%s does not say which currency its rates are in", name).WithHint("Name it with --base, such as --base EUR, or add a column base")
	}
	var out []value.Rate
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, value.Errorf(value.BadInput, "%s: %w", name, err)
		}
		at, _ := r.FieldPos(0)
		if out, err = y.read(out, row, opt); err != nil {
			return nil, value.Errorf(value.BadInput, "%s, line %d: %w", name, at, err).WithHint("Mend the line and import the file again; nothing was changed")
		}
	}
	if len(out) == 0 {
		return nil, value.Errorf(value.BadInput, "there are no rates in %s", name)
	}
	return out, nil
}

// layoutOf finds the columns.
func layoutOf(header []string, name string) (layout, error) {
	column := func(names ...string) int {
		return slices.IndexFunc(header, func(h string) bool { return slices.Contains(names, strings.ToLower(strings.TrimSpace(h))) })
	}
	y := layout{day: column("date", "day", "time_period"), currency: column("currency", "from", "code"), rate: column("rate", "obs_value", "value"),
		base: column("base", "to", "currency_denom", "base_currency")}
	if y.day < 0 {
		return y, value.Errorf(value.BadInput, "%s has no column date", name).WithHint("Name the columns date,currency,rate,base, or date and a currency each")
	}
	if y.currency >= 0 && y.rate >= 0 {
		return y, nil
	}
	y.wide = map[int]string{}
	for i, h := range header {
		if code := strings.ToUpper(strings.TrimSpace(h)); i != y.day && value.IsCurrency(code) {
			y.wide[i] = code
		}
	}
	if len(y.wide) == 0 {
		return y, value.Errorf(value.BadInput, "%s names neither a currency and a rate a row nor currencies in its header", name).
			WithHint("Name the columns date,currency,rate,base, or date and a currency each")
	}
	return y, nil
}

// read reads a row.
func (y layout) read(out []value.Rate, row []string, opt Options) ([]value.Rate, error) {
	cell := func(i int) string {
		if i < 0 || i >= len(row) {
			return ""
		}
		return strings.TrimSpace(row[i])
	}
	day, err := dayOf(cell(y.day), opt.Today)
	if err != nil {
		return nil, err
	}
	if y.wide == nil {
		base := strings.ToUpper(cell(y.base))
		if base == "" {
			base = strings.ToUpper(opt.Base)
		}
		x, err := rateOf(base, strings.ToUpper(cell(y.currency)), day, cell(y.rate), opt.PerBase)
		return append(out, x), err
	}
	base := strings.ToUpper(opt.Base)
	if base == "" {
		base = "EUR"
	}
	for i := range row {
		code, ok := y.wide[i]
		text := cell(i)
		if !ok || text == "" || strings.EqualFold(text, "N/A") || text == "-" {
			continue
		}
		x, err := rateOf(base, code, day, text, true)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// dayOf reads a day.
func dayOf(text string, today value.Date) (value.Date, error) {
	for _, form := range []string{time.DateOnly, "2 January 2006", "02 January 2006"} {
		t, err := time.Parse(form, text)
		if err != nil {
			continue
		}
		day := value.DateOf(t)
		if !today.IsZero() && today.AddDays(1).Before(day) {
			return day, fmt.Errorf("%s is in the future", day)
		}
		return day, nil
	}
	return value.Date{}, fmt.Errorf("date %q is not written as YYYY-MM-DD", text)
}

// maxPlaces is how many decimals of a rate are kept.
const maxPlaces = 12

// rateOf makes a rate: units of base for one of currency, or the other way
// round as it was quoted, so that no digit is lost.
func rateOf(base, currency string, day value.Date, text string, perBase bool) (value.Rate, error) {
	for _, c := range []string{base, currency} {
		if !value.IsCurrency(c) {
			return value.Rate{}, fmt.Errorf("%q is not a currency code", c)
		}
	}
	rate, err := decimal.NewFromString(text)
	if err != nil {
		return value.Rate{}, fmt.Errorf("rate %q is not a number", text)
	}
	rate = rate.Round(maxPlaces)
	if !rate.IsPositive() || rate.GreaterThanOrEqual(decimal.New(1, maxPlaces)) {
		return value.Rate{}, fmt.Errorf("rate %q is not a rate of exchange", text)
	}
	if base == currency {
		if rate.Equal(decimal.NewFromInt(1)) {
			return value.Rate{Base: base, Currency: currency, Day: day, Rate: rate}, nil
		}
		return value.Rate{}, fmt.Errorf("one %s is not %s %s", base, text, currency)
	}
	if perBase {
		base, currency = currency, base
	}
	return value.Rate{Base: base, Currency: currency, Day: day, Rate: rate}, nil
}
