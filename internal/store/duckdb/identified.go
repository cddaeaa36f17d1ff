package duckdb

import "github.com/perennial-clv/perennial/internal/record"

// identified are the identifiers that a record gives to one person.
func identified(r record.Record) (source string, ids []string) {
	who := record.Who{}
	switch x := r.(type) {
	case *record.Order:
		source, who = x.Source, x.Who
	case *record.Refund:
		source, who = x.Source, x.Who
	case *record.Customer:
		source, who = x.Source, x.Who
	case *record.Subscription:
		source, who = x.Source, x.Who
	case *record.Ticket:
		source, who = x.Source, x.Who
	case *record.Review:
		source, who = x.Source, x.Who
	case *record.Response:
		source, who = x.Source, x.Who
	case *record.Event:
		source, who = x.Source, x.Who
	default:
		return "", nil
	}
	return source, who.Identifiers(source)
}
