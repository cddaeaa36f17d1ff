package export

import (
	"strconv"
	"time"

	"github.com/perennial-clv/perennial/internal/record"
)

// impliedRefunds are refunds that an order's own row tells of, in files where
// a row of its own may tell of the same money. It holds the refunded orders of
// a file, a small share of all: only at its end is it known which of them
// have no such row.
type impliedRefunds struct {
	waiting []*record.Refund
	told    map[string]int // orders whose refunds have rows, and those refunds
}

func newImpliedRefunds() *impliedRefunds { return &impliedRefunds{told: map[string]int{}} }

// imply notes what an order's row tells.
func (i *impliedRefunds) imply(o *record.Order, amount record.Money) {
	if amount > 0 {
		i.waiting = append(i.waiting, &record.Refund{Source: o.Source, ID: o.ID + ":refund", OrderID: o.ID, Who: o.Who, Currency: o.Currency, Amount: amount, OfOrder: true})
	}
}

// row hands out a refund that has a row. Its id is made from the order's and
// its time, for an order can have several.
func (i *impliedRefunds) row(out *output, b *record.Refund) error {
	i.told[b.OrderID]++
	b.ID = b.OrderID + ":refund:" + b.At.Format(time.RFC3339)
	if i.told[b.ID]++; i.told[b.ID] > 1 {
		b.ID += "#" + strconv.Itoa(i.told[b.ID])
	}
	return out.put(b)
}

// finish hands out the refunds that have no row.
func (i *impliedRefunds) finish(out *output) error {
	for _, b := range i.waiting {
		if i.told[b.OrderID] > 0 {
			continue
		}
		if err := out.put(b); err != nil {
			return err
		}
	}
	return nil
}
