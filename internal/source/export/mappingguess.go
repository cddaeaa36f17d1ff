package export

import (
	"github.com/perennial-clv/perennial/internal/record"
)

// telling are the fields that speak for a kind, each with its weight: an
// order's date is found in every file, a ticket's minutes to a reply are not.
var telling = map[record.Kind]map[string]int{
	record.Orders:        {"order_id": 3, "total": 2, "at": 1, "quantity": 2, "price": 1, "sku": 1, "customer_id": 1, "email": 1, "coupon": 2, "shipping": 2, "tax": 1},
	record.Refunds:       {"id": 5, "order_id": 2, "amount": 2, "reason": 2, "at": 1},
	record.Customers:     {"email": 1, "id": 1, "consent": 4, "spent": 3, "orders": 3, "created_at": 1, "name": 1, "city": 1},
	record.Spends:        {"cost": 4, "campaign": 4, "channel": 1, "impressions": 3, "clicks": 3, "from": 1},
	record.Tickets:       {"subject": 3, "priority": 3, "solved_at": 2, "id": 1, "created_at": 1, "first_reply_minutes": 4, "status": 1, "satisfaction": 2, "reopens": 2},
	record.Reviews:       {"stars": 4, "text": 3, "title": 1, "product": 1, "at": 1, "author": 1},
	record.Responses:     {"nps": 5, "csat": 5, "ces": 5, "comment": 2, "at": 1, "id": 1, "survey": 2},
	record.Events:        {"name": 5, "at": 1, "session": 3, "page": 2, "product": 1},
	record.Products:      {"cost": 4, "price": 2, "sku": 2, "name": 1, "category": 2, "id": 1},
	record.Subscriptions: {"plan": 3, "interval": 3, "canceled_at": 3, "started_at": 1, "trial_ends": 3, "paid_until": 3, "id": 1, "status": 1, "ended_at": 1},
}

// Guess proposes a mapping of a file that no format knows. It is sure when
// all that is needed was found by its name and no other kind fits as well.
func Guess(columns []string, sample [][]string) (m Mapping, sure bool) {
	h := newHeader(columns, sample)
	best, second := -1, -1
	for _, kind := range record.Kinds {
		weights, ok := telling[kind]
		if !ok {
			continue
		}
		fields := guessFields(h, kind)
		mark := 0
		for f := range fields {
			mark += weights[f]
		}
		whole := Mapping{Kind: kind, Fields: fields}.Check(nil) == nil
		if !whole {
			mark /= 2
		}
		switch {
		case mark > best:
			second, best = best, mark
			m, sure = Mapping{Kind: kind, Fields: fields}, whole
		case mark > second:
			second = mark
		}
	}
	if s := styleOf(h); s.comma {
		m.Decimal = ","
	}
	return m, sure && best >= 5 && best >= second+2
}

// guessFields finds columns for a kind's fields by name, none for two.
func guessFields(h *header, kind record.Kind) map[string]string {
	out, taken := map[string]string{}, map[int]bool{}
	fields := Fields(kind)
	deepest := 0
	for _, f := range fields {
		deepest = max(deepest, len(f.names))
	}
	// All fields' surest names go first: "id" is anybody's.
	for rank := range deepest {
		for _, f := range fields {
			if rank >= len(f.names) || out[f.Name] != "" {
				continue
			}
			names, _ := withCurrency(h, f.names[rank:rank+1])
			for _, n := range names {
				if c, ok := h.index[n]; ok && !taken[c] && out[f.Name] == "" {
					out[f.Name], taken[c] = h.names[c], true
				}
			}
		}
	}
	return out
}
