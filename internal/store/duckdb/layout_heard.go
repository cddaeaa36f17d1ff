package duckdb

import (
	"database/sql/driver"

	"github.com/perennial-clv/perennial/internal/record"
)

// heardLayouts are what was spent, said and done.
func heardLayouts() []layout {
	return []layout{
		{
			kind: record.Spends, counted: true,
			key: []string{"source", "first_day", "last_day", "account", "channel", "campaign", "campaign_id", "ad_group", "ad", "segment"},
			columns: cols([]string{"source VARCHAR", "first_day DATE", "last_day DATE"},
				col(text, "account", "channel", "campaign", "campaign_id", "ad_group", "ad", "segment", "currency"), col(micros, "cost"),
				col(integer, "impressions", "clicks"), col(micros, "conversions", "conversion_value")),
			values: func(r record.Record) []driver.Value {
				s := r.(*record.Spend)
				return []driver.Value{s.Source, s.From, s.To, s.Account, s.Channel, s.Campaign, s.CampaignID, s.Group, s.Ad, s.Segment, s.Currency, money(s.Cost),
					maybe(s.Impressions), maybe(s.Clicks), money(s.Conversions), money(s.ConversionValue)}
			},
		},
		{
			kind: record.Reviews, key: []string{"source", "review_id"},
			columns: cols(col(text, "source", "review_id", "customer_id"), col(stamp, "reviewed_at"), col(micros, "stars"), col(integer, "out_of"),
				col(text, "title", "body", "author", "product", "place", "order_id"), col(stamp, "replied_at"), col(text, "reply")),
			values: func(r record.Record) []driver.Value {
				v := r.(*record.Review)
				return []driver.Value{v.Source, v.ID, v.Who.Key(v.Source), at(v.At), money(v.Stars), int64(v.OutOf), v.Title, v.Text, v.Author, v.Product, v.Place, v.OrderID, at(v.RepliedAt), v.Reply}
			},
		},
		{
			kind: record.Responses, key: []string{"source", "response_id", "question"},
			columns: cols(col(text, "source", "response_id", "question", "customer_id"), col(stamp, "answered_at"), col(text, "survey", "measure"),
				col(micros, "score"), col(integer, "out_of"), col(text, "answer")),
			values: func(r record.Record) []driver.Value {
				a := r.(*record.Response)
				return []driver.Value{a.Source, a.ID, a.Question, a.Who.Key(a.Source), at(a.At), a.Survey, a.Measure, money(a.Score), int64(a.OutOf), a.Text}
			},
		},
		{
			kind: record.Events, key: []string{"source", "event_id"},
			columns: cols(col(text, "source", "event_id", "customer_id"), col(stamp, "happened_at"), col(text, "name", "session", "product", "category", "order_id"),
				col(micros, "amount"), col(text, "currency", "channel", "page")),
			values: func(r record.Record) []driver.Value {
				e := r.(*record.Event)
				return []driver.Value{e.Source, e.ID, e.Who.Key(e.Source), at(e.At), e.Name, e.Session, e.Product, e.Category, e.OrderID, money(e.Amount), e.Currency, e.Channel, e.Page}
			},
		},
	}
}
