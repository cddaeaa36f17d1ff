package file

import (
	"fmt"
	"strings"

	"github.com/perennial-clv/perennial/internal/source"
)

// twins notes columns that play a role and share their header with another.
func (f *finder) twins() {
	for _, role := range []source.Role{source.Customer, source.Time, source.Amount, source.Order} {
		i, ok := f.roles[role]
		if !ok || f.why[role] != "header" {
			continue
		}
		second := strings.ToLower(f.columns[i]) + "_2" // as unique names it
		for j, name := range f.columns {
			if strings.ToLower(name) == second {
				f.notes = append(f.notes, note{"warning", "header_twice", fmt.Sprintf(
					"Two columns are called %q: the first is taken. For the other use --%s %d.", f.columns[i], role, j+1)})
			}
		}
	}
}
