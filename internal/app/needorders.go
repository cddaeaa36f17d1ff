package app

import (
	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/value"
)

// needOrders refuses files none of which can hold orders.
func (t *taking) needOrders() error {
	if len(t.plain) > 0 || len(t.exports) == 0 {
		return nil
	}
	for _, r := range t.exports {
		if k := r.how.format.Kind; k == record.Orders || k == record.Events {
			return nil
		}
	}
	return value.Errorf(value.BadInput, "there are no orders in these files. %s", t.understood()).
		WithHint("Add a file of orders, or take these in beside one with `perennial import`")
}
