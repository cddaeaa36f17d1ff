package file

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/source"
)

// byContent settles roles by what columns hold, as far as that is evident:
// without a header always, with one only where a single column is left.
func (f *finder) byContent() {
	if f.types != nil {
		return
	}
	if !f.has(source.Time) {
		f.timeByContent()
	}
	if !f.has(source.Time) {
		return // without dates nothing else can be told
	}
	if !f.has(source.Amount) && !f.has(source.Price) {
		f.amountByContent()
	}
	if !f.has(source.Customer) {
		f.customerByContent()
	}
	if !f.header && !f.has(source.Order) && f.has(source.Customer) {
		f.orderByContent()
	}
	if !f.has(source.Currency) {
		f.currencyByContent()
	}
}

// timeByContent takes the first column of dates; with a header it must be
// the only one.
func (f *finder) timeByContent() {
	var dates []int
	for i := range f.profiles {
		p := &f.profiles[i]
		if !f.taken[i] && p.filled > 0 && p.share(p.times) >= 0.9 {
			dates = append(dates, i)
		}
	}
	if len(dates) == 1 || len(dates) > 1 && !f.header {
		f.set(source.Time, dates[0], "its values are dates")
	}
}

// amountByContent takes the last column with decimals; of whole numbers the
// last, when there is no header to say otherwise.
func (f *finder) amountByContent() {
	var decimals, whole []int
	for i := range f.profiles {
		p := &f.profiles[i]
		if f.taken[i] || p.filled == 0 || p.share(p.amounts) < 0.9 || p.share(p.times+p.epochs) > 0.5 {
			continue
		}
		if p.fractions > 0 {
			decimals = append(decimals, i)
		} else if i > f.roles[source.Time] {
			whole = append(whole, i)
		}
	}
	switch {
	case len(decimals) == 1, len(decimals) > 1 && !f.header:
		f.set(source.Amount, decimals[len(decimals)-1], "its values are amounts")
	case len(decimals) == 0 && len(whole) > 0 && !f.header:
		f.set(source.Amount, whole[len(whole)-1], "its values are numbers and it comes last")
	}
}

// customerByContent takes a column of e-mail addresses, else the first that
// is neither date nor amount and whose values come back.
func (f *finder) customerByContent() {
	var ids []int
	for i := range f.profiles {
		p := &f.profiles[i]
		if f.taken[i] || p.filled == 0 {
			continue
		}
		if p.share(p.emails) >= 0.8 {
			f.set(source.Customer, i, "its values are e-mail addresses")
			return
		}
		if p.fill() >= 0.5 && p.share(p.fractions) == 0 && p.share(p.times) < 0.5 && p.share(p.codes) < 0.5 {
			ids = append(ids, i)
		}
	}
	if len(ids) == 0 || f.header && len(ids) > 1 {
		return
	}
	best := ids[0]
	for _, i := range ids {
		p := &f.profiles[i]
		if i < f.roles[source.Time] && p.distinct < p.filled && f.profiles[best].distinct == f.profiles[best].filled {
			best = i
		}
	}
	f.set(source.Customer, best, "its values identify and come back")
}

// orderByContent takes a column before the date that never repeats.
func (f *finder) orderByContent() {
	for i := range f.profiles {
		p := &f.profiles[i]
		if f.taken[i] || i > f.roles[source.Time] || p.fill() < 1 {
			continue
		}
		if p.distinct == p.filled && f.profiles[f.roles[source.Customer]].distinct < p.distinct {
			f.set(source.Order, i, "its values never repeat")
			return
		}
	}
}

// currencyByContent takes a column of nothing but currency codes.
func (f *finder) currencyByContent() {
	for i := range f.profiles {
		p := &f.profiles[i]
		if !f.taken[i] && p.filled > 1 && p.codes == p.filled && p.fill() > 0.9 && p.distinct <= 20 && f.upper(p.example) {
			f.set(source.Currency, i, "its values are currency codes")
			return
		}
	}
}

// upper reports whether a code is written in capitals.
func (f *finder) upper(code string) bool { return code == strings.ToUpper(code) }

// repairAmount drops a quantity without a price.
func (f *finder) repairAmount() {
	if f.has(source.Amount) || f.has(source.Price) != f.has(source.Quantity) {
		delete(f.roles, source.Quantity)
		delete(f.roles, source.Price)
		delete(f.why, source.Quantity)
		delete(f.why, source.Price)
	}
}
