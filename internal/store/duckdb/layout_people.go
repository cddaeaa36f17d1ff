package duckdb

import (
	"database/sql/driver"

	"github.com/perennial-clv/perennial/internal/record"
)

// peopleLayouts are profiles, contracts and requests.
func peopleLayouts() []layout {
	return []layout{
		{
			kind: record.Customers, key: []string{"source", "profile_id"},
			columns: cols(col(text, "source", "profile_id", "customer_id", "email", "phone", "name", "country", "city", "tags"), col(stamp, "created_at"),
				[]string{"consent BOOLEAN"}, col(integer, "orders"), col(micros, "spent"), col(text, "currency")),
			values: func(r record.Record) []driver.Value {
				c := r.(*record.Customer)
				return []driver.Value{c.Source, c.ID, c.Who.Key(c.Source), c.Who.Email, c.Who.Phone, c.Name, c.Country, c.City, c.Tags, at(c.CreatedAt),
					maybe(c.Consent), maybe(c.Orders), money(c.Spent), c.Currency}
			},
		},
		{
			kind: record.Subscriptions, key: []string{"source", "subscription_id"},
			columns: cols(col(text, "source", "subscription_id", "customer_id", "plan", "status", "period"), col(integer, "every"),
				col(micros, "quantity", "amount"), col(text, "currency"),
				col(stamp, "created_at", "started_at", "trial_ends", "paid_until", "canceled_at", "ended_at"), col(text, "reason")),
			values: func(r record.Record) []driver.Value {
				s := r.(*record.Subscription)
				return []driver.Value{s.Source, s.ID, s.Who.Key(s.Source), s.Plan, s.Status, s.Interval, int64(s.Every), money(s.Quantity), money(s.Amount), s.Currency,
					at(s.CreatedAt), at(s.StartedAt), at(s.TrialEnds), at(s.PaidUntil), at(s.CanceledAt), at(s.EndedAt), s.Reason}
			},
		},
		{
			kind: record.SubscriptionChanges, key: []string{"source", "subscription_id", "changed_at", "what"},
			columns: cols(col(text, "source", "subscription_id"), col(stamp, "changed_at"), col(text, "what"), col(micros, "amount"), col(text, "detail")),
			values: func(r record.Record) []driver.Value {
				c := r.(*record.SubscriptionChange)
				return []driver.Value{c.Source, c.SubscriptionID, at(c.At), c.What, money(c.Amount), c.Detail}
			},
		},
		{
			kind: record.Tickets, key: []string{"source", "ticket_id"},
			columns: cols(col(text, "source", "ticket_id", "customer_id", "subject", "status", "priority", "type", "channel", "team", "tags"),
				col(stamp, "created_at", "solved_at"), col(integer, "first_reply_minutes", "resolution_minutes", "replies", "reopens"), col(text, "satisfaction")),
			values: func(r record.Record) []driver.Value {
				t := r.(*record.Ticket)
				return []driver.Value{t.Source, t.ID, t.Who.Key(t.Source), t.Subject, t.Status, t.Priority, t.Type, t.Channel, t.Group, t.Tags, at(t.CreatedAt), at(t.SolvedAt),
					maybe(t.FirstReplyMinutes), maybe(t.ResolutionMinutes), maybe(t.Replies), maybe(t.Reopens), t.Satisfaction}
			},
		},
	}
}
