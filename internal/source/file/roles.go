package file

import (
	"fmt"

	"github.com/perennial-clv/perennial/internal/source"
)

// finder assigns columns to roles.
type finder struct {
	columns  []string
	types    []string // Parquet's, when values are not at hand
	header   bool
	profiles []profile
	roles    map[source.Role]int
	why      map[source.Role]string
	taken    map[int]bool
	notes    []note
}

// newFinder looks at the sample.
func newFinder(columns []string, header bool, rows [][]string) *finder {
	return &finder{
		columns: columns, header: header, profiles: profiles(rows, len(columns)),
		roles: map[source.Role]int{}, why: map[source.Role]string{}, taken: map[int]bool{},
	}
}

// set gives a column a role.
func (f *finder) set(role source.Role, column int, why string, args ...any) {
	f.roles[role] = column
	f.why[role] = fmt.Sprintf(why, args...)
	f.taken[column] = true
}

// has reports whether a role is settled.
func (f *finder) has(role source.Role) bool {
	_, ok := f.roles[role]
	return ok
}

// find settles the roles that no option has settled.
func (f *finder) find() {
	if f.header {
		f.byPlatform()
		f.byName()
	}
	f.byContent()
	f.repairAmount()
	f.product()
	f.apostrophes()
	if f.header {
		f.twins()
	}
}

// byPlatform follows a known export's headers.
func (f *finder) byPlatform() {
	normals := f.normals()
	p := platformOf(normals)
	if p == nil {
		return
	}
	for role, names := range p.roles {
		for _, name := range names {
			i, ok := normals[name]
			if ok && !f.has(role) && !f.taken[i] && f.suits(role, i) && f.profiles[i].filled > 0 {
				f.set(role, i, "%s export", p.name)
			}
		}
	}
	if p.note != "" {
		f.notes = append(f.notes, note{"info", "export", p.note})
	}
}

// normals are the columns by normalised header.
func (f *finder) normals() map[string]int {
	out := make(map[string]int, len(f.columns))
	for i, c := range f.columns {
		if n := normal(c); n != "" {
			if _, ok := out[n]; !ok {
				out[n] = i
			}
		}
	}
	return out
}

// byName takes, role by role, the best column whose header names the role
// and whose values suit it.
func (f *finder) byName() {
	order := []source.Role{source.Time, source.Customer, source.Order, source.Currency, source.Amount}
	for _, role := range order {
		if f.has(role) || role == source.Amount && f.has(source.Price) {
			continue
		}
		if i, score := f.best(role); score >= 60 || score >= 28 && role != source.Amount {
			f.set(role, i, "header")
		}
	}
	if !f.has(source.Amount) {
		f.quantityAndPrice()
	}
	if !f.has(source.Amount) && !f.has(source.Price) {
		if i, score := f.best(source.Amount); score > 0 {
			f.set(source.Amount, i, "header")
		}
	}
}

// quantityAndPrice settles the amount as a product of two columns.
func (f *finder) quantityAndPrice() {
	q, qs := f.best(source.Quantity)
	p, ps := f.best(source.Price)
	if qs > 0 && ps > 0 && q != p {
		f.set(source.Quantity, q, "header")
		f.set(source.Price, p, "header")
	}
}

// best is the column that fits a role best, the leftmost of equals, and how
// well it does.
func (f *finder) best(role source.Role) (column int, score float64) {
	for i, name := range f.columns {
		if f.taken[i] {
			continue
		}
		r := rank(role, name)
		if r == 0 || !f.suits(role, i) {
			continue
		}
		s := float64(r)
		if role == source.Customer || role == source.Order {
			s *= 0.5 + 0.5*f.profiles[i].fill()
		}
		if s > score {
			column, score = i, s
		}
	}
	return column, score
}

// suits reports whether a column's values can play a role.
func (f *finder) suits(role source.Role, i int) bool {
	if f.types != nil {
		return typeSuits(role, f.types[i])
	}
	p := &f.profiles[i]
	if p.filled == 0 {
		return false
	}
	switch role {
	case source.Time:
		return p.share(p.times+p.epochs) >= 0.5
	case source.Amount, source.Quantity, source.Price:
		return p.share(p.amounts) >= 0.5
	case source.Currency:
		return p.share(p.codes) >= 0.5
	case source.Customer:
		return !(p.share(p.fractions-p.wholes) > 0.5 || p.share(p.times-p.compacts) > 0.5)
	case source.Order:
		return !(p.share(p.fractions-p.wholes) > 0.5 || p.share(p.times-p.compacts) > 0.5)
	}
	return true
}

// apostrophes notes ids protected by a leading apostrophe.
func (f *finder) apostrophes() {
	for _, role := range []source.Role{source.Customer, source.Order} {
		if i, ok := f.roles[role]; ok && f.types == nil && f.profiles[i].apostrophes > 0 {
			f.why[role] += "; ids carry a leading apostrophe, which is left off"
		}
	}
}
