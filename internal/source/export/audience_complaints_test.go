package export

import (
	"context"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/record"
)

// readTable reads a table in memory as a format.
func readTable(t *testing.T, format string, o Options, lines ...string) *kept {
	t.Helper()
	from := table(lines...)
	var k kept
	if _, err := ByName(format).Read(context.Background(), "table", from, from.rows, o, &k); err != nil {
		t.Fatal(err)
	}
	checkMoney(t, &k)
	return &k
}

// woocommerce #39255, #44340: the wrong day. Help desks write the business's
// time, summer and winter; platforms of events write UTC; reports of spend
// have days, which no zone moves.
func TestAudienceZones(t *testing.T) {
	berlin := Options{Zone: "Europe/Berlin"}
	at := func(r record.Record) string {
		switch r := r.(type) {
		case *record.Ticket:
			return r.CreatedAt.Format("2006-01-02T15:04Z07:00")
		case *record.Event:
			return r.At.Format("2006-01-02T15:04Z07:00")
		case *record.Spend:
			return r.From.Format("2006-01-02T15:04Z07:00")
		}
		return ""
	}
	for _, c := range []struct {
		format, header, row, want string
	}{
		{"zendesk-tickets", "Id|Requester|Requester id|Requester email|Created at", "1|A|2|a@b.co|2026-03-29 01:30", "2026-03-29T00:30Z"},
		{"zendesk-tickets", "Id|Requester|Requester id|Requester email|Created at", "1|A|2|a@b.co|2026-03-29 03:30", "2026-03-29T01:30Z"},
		{"zendesk-tickets", "Id|Requester|Requester id|Requester email|Created at", "1|A|2|a@b.co|2026-01-01 00:30", "2025-12-31T23:30Z"},
		{"shop-clicks", "event_time|event_type|product_id|user_id", "2026-03-29 01:30:00|view|1|2", "2026-03-29T01:30Z"},
		{"segment-events", "type|event|messageId|userId|timestamp", "track|Seen|m|u|2026-03-29T03:30:00+02:00", "2026-03-29T01:30Z"},
		{"ga4-events", "event_date|event_timestamp|event_name", "20260101|1767225599000000|view", "2025-12-31T23:59Z"},
		{"ad-spend", "date|channel|cost", "2026-03-29|TV|5", "2026-03-29T00:00Z"},
	} {
		k := readTable(t, c.format, berlin, c.header, c.row)
		if len(k.records) != 1 || at(k.records[0]) != c.want {
			t.Errorf("%s: %s is %v %v, want %s", c.format, c.row, k.lines, k.rejected, c.want)
		}
	}
}

// rudder-sdk-js #206: a device that two people used keeps its id. Each record
// names its own person and the device; nothing says that they are one.
func TestADeviceOfTwoPeopleIsTwoPeople(t *testing.T) {
	k := readTable(t, "segment-events", Options{},
		"type|event|messageId|userId|anonymousId|timestamp|traits.email",
		"identify||1|u1|dev|2026-05-01T08:00:00Z|Ada@Example.com ",
		"identify||2|u2|dev|2026-05-01T09:00:00Z|bo@example.com",
		"track|Seen|3|u2|dev|2026-05-01T09:01:00Z|",
	)
	var people []string
	for _, r := range k.records {
		switch r := r.(type) {
		case *record.Customer:
			people = append(people, r.ID+" "+r.Who.Email)
		case *record.Event:
			if r.ID == "3" && r.Who.External != "u2" {
				t.Errorf("event of %+v", r.Who)
			}
		}
	}
	if got := strings.Join(people, ", "); got != "u1 ada@example.com, u2 bo@example.com" {
		t.Errorf("people: %s", got)
	}
}

// jitsu #1179: the same person twice. A message sent again is one, and what
// is told piece by piece is one profile.
func TestAPersonToldInPiecesIsOne(t *testing.T) {
	k := readTable(t, "segment-events", Options{},
		"type|messageId|userId|anonymousId|timestamp|traits.email|traits.name",
		"identify|1|u1|a|2026-05-01T08:00:00Z|ada@example.com|",
		"identify|1|u1|a|2026-05-01T08:00:00Z|ada@example.com|",
		"identify|2|u1|b|2026-05-01T09:00:00Z||Ada",
	)
	var people int
	var devices string
	for _, r := range k.records {
		switch r := r.(type) {
		case *record.Customer:
			people++
			if r.Who.Email != "ada@example.com" || r.Name != "Ada" {
				t.Errorf("%+v", r)
			}
		case *record.Event:
			devices += r.Who.Anonymous
		}
	}
	if people != 1 || devices != "ab" {
		t.Errorf("%d people, devices %q", people, devices)
	}
}

// formbricks #3079: a score of 0 was exported blank. Here it is a score, in
// every format that has one.
func TestZeroIsAScore(t *testing.T) {
	for format, lines := range map[string][]string{
		"delighted-responses": {"score|comment|permalink|created_at", "0||p|1746090000"},
		"survey":              {"Response ID|nps_score|Submitted at", "1|0|2026-05-01"},
	} {
		k := readTable(t, format, Options{}, lines...)
		if len(k.records) != 1 {
			t.Errorf("%s: %v", format, k.rejected)
			continue
		}
		if r := k.records[0].(*record.Response); r.Score != 0 || r.OutOf != 10 || r.Measure != "nps" {
			t.Errorf("%s: %+v", format, r)
		}
	}
}

// dbt_stripe_metrics #15, dbt_shopify #69: a refund of another month, in the
// currency it was made in.
func TestARefundHasItsOwnDayAndCurrency(t *testing.T) {
	k := readTable(t, "segment-events", Options{Currency: "USD"},
		"type|event|messageId|userId|timestamp|properties.order_id|properties.total|properties.currency",
		"track|Order Completed|1|u|2026-04-30T23:59:59Z|O1|100|CHF",
		"track|Order Refunded|2|u|2026-06-01T00:00:00Z|O1|40|",
		"track|Order Refunded|3|u|2026-06-02T00:00:00Z|O1|10|EUR",
		"track|Order Refunded|4|u|2026-06-02T00:00:00Z|O1|10|Bitcoin",
	)
	var got []string
	for _, r := range k.records {
		if f, is := r.(*record.Refund); is {
			got = append(got, f.At.Format("2006-01-02")+" "+f.Amount.String()+" "+f.Currency)
		}
	}
	if s := strings.Join(got, ", "); s != "2026-06-01 40.00 CHF, 2026-06-02 10.00 EUR" || len(k.rejected) != 1 {
		t.Errorf("refunds %s, rejected %v", s, k.rejected)
	}
}
