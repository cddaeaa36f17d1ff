package file

import (
	"strings"

	"github.com/perennial-clv/perennial/internal/source"
)

// naming says what sort of order log a layout is: a stable name and words for
// people.
func (g *group) naming(fd *finder) (name, title string) {
	normals := fd.normals()
	if p := platformOf(normals); p != nil {
		return strings.ToLower(strings.ReplaceAll(p.name, " ", "-")), p.name
	}
	has := func(names ...string) bool {
		for _, n := range names {
			if _, ok := normals[n]; !ok {
				return false
			}
		}
		return true
	}
	first := g.files[0]
	switch {
	case has("stockcode", "quantity") && (has("invoice") || has("invoiceno")):
		return "online-retail", "Online Retail, one row a line"
	case first.shape == shapeSpaces && !first.titled && len(first.columns) <= 5:
		return "cdnow", "Purchases in aligned columns (CDNOW)"
	}
	if _, lines := g.table.Roles[source.Quantity]; lines {
		return "order-lines", "Order log, one row a line"
	}
	return "order-log", "Order log"
}
