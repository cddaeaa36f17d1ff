package export

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/value"
)

// table is rows in memory from lines of cells with bars between them.
func table(lines ...string) *listed {
	l := &listed{columns: strings.Split(lines[0], "|")}
	for _, line := range lines[1:] {
		l.rows = append(l.rows, strings.Split(line, "|"))
	}
	return l
}

// readMapped reads a table by a mapping.
func readMapped(t *testing.T, m Mapping, from *listed) (*kept, Tally) {
	t.Helper()
	var k kept
	tally, err := Mapped(m).Read(context.Background(), "table", from, from.rows, Options{}, &k)
	if err != nil {
		t.Fatal(err)
	}
	checkMoney(t, &k)
	return &k, tally
}

// same holds records, as JSON, to the ones expected.
func same(t *testing.T, k *kept, want ...string) {
	t.Helper()
	if got := strings.Join(k.lines, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

// reasons holds what was rejected, line and reason.
func reasons(t *testing.T, k *kept, want map[int64]string) {
	t.Helper()
	got := map[int64]string{}
	for _, r := range k.rejected {
		got[r.Line] = r.Reason
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("rejected %v, want %v", got, want)
	}
}

func TestMappedOrderPartsAddUp(t *testing.T) {
	m := Mapping{Kind: record.Orders, Source: "till", Currency: "eur", Decimal: ",", Fields: map[string]string{
		"order_id": "Beleg", "at": "Datum", "email": "Mail", "total": "Summe", "discount": "Rabatt", "shipping": "Versand", "tax": "USt", "gross": "Waren", "status": "Status"}}
	k, tally := readMapped(t, m, table(
		"Beleg|Datum|Mail|Waren|Rabatt|Versand|USt|Summe|Status",
		"1|03.04.2026|Ada@Example.com|1.000,00|-100,00|4,90|171,93|1.076,83|bezahlt",
		"2|03.04.2026|bo@example.com||||1,00|11,00|storniert",
		"3|03.04.2026|bo@example.com|10,00|||1,00||pending",
		"4|03.04.2026|bo@example.com|10,00|||1,00|12,00|",
		"5|03.04.2026|bo@example.com|||||-25,00|",
		"6|03.04.2026|bo@example.com||||||",
		"|03.04.2026|bo@example.com|||||5,00|",
		"7|43.04.2026|bo@example.com|||||5,00|",
	))
	if tally.Accepted != 4 || tally.Rejected != 4 {
		t.Errorf("%+v", tally)
	}
	reasons(t, k, map[int64]string{5: "goods - discount + shipping + tax is 11.00, not the total", 7: "no amount of money", 8: "no order id", 9: "not a date or time"})
	same(t, k,
		`{"orders":{"source":"till","id":"1","who":{"email":"ada@example.com"},"at":"2026-04-03T00:00:00Z","currency":"EUR","gross":1000.00,"discount":100.00,"shipping":4.90,"tax":171.93,"total":1076.83,"fees":null,"status":"paid"}}`,
		`{"orders":{"source":"till","id":"2","who":{"email":"bo@example.com"},"at":"2026-04-03T00:00:00Z","currency":"EUR","gross":10.00,"discount":null,"shipping":null,"tax":1.00,"total":11.00,"fees":null,"status":"cancelled"}}`,
		`{"orders":{"source":"till","id":"3","who":{"email":"bo@example.com"},"at":"2026-04-03T00:00:00Z","currency":"EUR","gross":10.00,"discount":null,"shipping":null,"tax":1.00,"total":11.00,"fees":null,"status":"pending"}}`,
		`{"refunds":{"source":"till","id":"5","order_id":"5","who":{"email":"bo@example.com"},"at":"2026-04-03T00:00:00Z","currency":"EUR","amount":25.00}}`,
	)
}

func TestMappedOrderLines(t *testing.T) {
	m := Mapping{Kind: record.Orders, Fields: map[string]string{"order_id": "no", "at": "day", "customer_id": "who", "sku": "sku", "quantity": "qty", "price": "price (USD)", "line_discount": "off", "tax": "tax", "total": "total"}}
	k, _ := readMapped(t, m, table(
		"no|day|who|sku|qty|price (USD)|off|tax|total",
		"1|2026-05-01|c1|MUG|2|10.00|1.00|2.00|26.00",
		"2|2026-05-01|c2|TEA|1|5.00|||5.00",
		"1|2026-05-01|c1|TEA|1|5.00|||26.00",
		"3|2026-05-01|c2|TEA|1|5.00|||5.00",
		"3|2026-05-01|c2|MUG|1|10.00|||10.00",
	))
	reasons(t, k, map[int64]string{
		5: "belongs to order 3, whose row in line 6 was rejected: the order's total is 5.00 in line 5: if the column is of single lines, map it to line_total, line_discount or price",
		6: "the order's total is 5.00 in line 5: if the column is of single lines, map it to line_total, line_discount or price",
	})
	same(t, k,
		`{"orders":{"source":"file","id":"1","who":{"id":"c1"},"at":"2026-05-01T00:00:00Z","currency":"USD","gross":25.00,"discount":1.00,"shipping":null,"tax":2.00,"total":26.00,"fees":null,"status":"paid"}}`,
		`{"order_lines":{"source":"file","order_id":"1","no":1,"sku":"MUG","quantity":2.00,"price":10.00,"discount":1.00,"total":19.00}}`,
		`{"order_lines":{"source":"file","order_id":"1","no":2,"sku":"TEA","quantity":1.00,"price":5.00,"discount":null,"total":5.00}}`,
		`{"orders":{"source":"file","id":"2","who":{"id":"c2"},"at":"2026-05-01T00:00:00Z","currency":"USD","gross":5.00,"discount":null,"shipping":null,"tax":null,"total":5.00,"fees":null,"status":"paid"}}`,
		`{"order_lines":{"source":"file","order_id":"2","no":1,"sku":"TEA","quantity":1.00,"price":5.00,"discount":null,"total":5.00}}`,
	)
}

func TestMappedOtherKinds(t *testing.T) {
	for _, c := range []struct {
		kind   record.Kind
		fields map[string]string
		rows   []string
		want   []string
	}{
		{record.Refunds, map[string]string{"at": "when", "amount": "back", "order_id": "order", "id": "no"},
			[]string{"no|when|back|order", "R1|2026-05-02 23:30:00|-$5.00|1", "R2|2026-05-02|0|1", "R3|2026-05-02|$2.50|1", "R3|2026-05-02|$4.00|1", "R4|2026-05-02|$4.00|1", "R4|2026-05-02|$4.00|2"},
			[]string{`{"refunds":{"source":"file","id":"R1","order_id":"1","who":{},"at":"2026-05-02T23:30:00Z","currency":"USD","amount":5.00}}`,
				`{"refunds":{"source":"file","id":"R3","order_id":"1","who":{},"at":"2026-05-02T00:00:00Z","currency":"USD","amount":6.50}}`}},
		{record.Customers, map[string]string{"email": "mail", "consent": "ok", "spent": "spent", "created_at": "since"},
			[]string{"mail|ok|spent|since", "Ada@example.com|no|12.50|2026-01-01", "nobody|yes||"},
			[]string{`{"customers":{"source":"file","id":"ada@example.com","who":{"email":"ada@example.com"},"created_at":"2026-01-01T00:00:00Z","consent":false,"spent":12.50}}`}},
		{record.Spends, map[string]string{"from": "Woche", "cost": "Kosten (EUR)", "campaign": "K"},
			[]string{"Woche|Kosten (EUR)|K", "2026-05-04|1,234.50|Brand", "Gesamt|1,234.50|"},
			[]string{`{"spend":{"source":"file","from":"2026-05-04T00:00:00Z","to":"2026-05-10T00:00:00Z","campaign":"Brand","currency":"EUR","cost":1234.50,"conversions":null,"conversion_value":null}}`}},
		{record.Tickets, map[string]string{"id": "no", "created_at": "opened", "solved_at": "closed", "email": "from", "satisfaction": "csat"},
			[]string{"no|opened|closed|from|csat", "7|2026-05-01 10:00|2026-05-02 10:00|a@b.co|Good"},
			[]string{`{"tickets":{"source":"file","id":"7","who":{"email":"a@b.co"},"created_at":"2026-05-01T10:00:00Z","solved_at":"2026-05-02T10:00:00Z","satisfaction":"good"}}`}},
		{record.Reviews, map[string]string{"id": "no", "stars": "points", "text": "said", "at": "on"},
			[]string{"no|points|said|on", "1|9|Nice|2026-05-01", "2|4|So|2026-05-01", "3|||2026-05-01"},
			[]string{
				`{"reviews":{"source":"file","id":"1","who":{},"at":"2026-05-01T00:00:00Z","stars":9.00,"out_of":10,"text":"Nice","replied_at":"0001-01-01T00:00:00Z"}}`,
				`{"reviews":{"source":"file","id":"2","who":{},"at":"2026-05-01T00:00:00Z","stars":4.00,"out_of":10,"text":"So","replied_at":"0001-01-01T00:00:00Z"}}`}},
		{record.Responses, map[string]string{"id": "no", "nps": "likely", "csat": "happy", "comment": "said", "email": "mail"},
			[]string{"no|likely|happy|said|mail", "1|0|5|Bad|a@b.co", "2||||a@b.co", "3|12|5||"},
			[]string{
				`{"survey_responses":{"source":"file","id":"1","who":{"email":"a@b.co"},"at":"0001-01-01T00:00:00Z","question":"likely","measure":"nps","score":0.00,"out_of":10,"text":"Bad"}}`,
				`{"survey_responses":{"source":"file","id":"1","who":{"email":"a@b.co"},"at":"0001-01-01T00:00:00Z","question":"happy","measure":"csat","score":5.00,"out_of":5}}`}},
		{record.Events, map[string]string{"id": "no", "at": "ts", "name": "what", "anonymous_id": "cookie"},
			[]string{"no|ts|what|cookie", "1|1777651200|Add To Cart|x1", "2|1777651200||x1"},
			[]string{`{"events":{"source":"file","id":"1","who":{"anonymous":"x1"},"at":"2026-05-01T16:00:00Z","name":"product_added","amount":null}}`}},
		{record.Products, map[string]string{"sku": "article", "cost": "cost"},
			[]string{"article|cost", "MUG|€4.20", "|1"},
			[]string{`{"products":{"source":"file","id":"MUG","sku":"MUG","currency":"EUR","price":null,"cost":4.20}}`}},
		{record.Subscriptions, map[string]string{"id": "no", "started_at": "start", "interval": "every", "amount": "fee", "ended_at": "end"},
			[]string{"no|start|every|fee|end", "1|2026-01-01|Quarterly|30|2026-04-01", "2|2026-01-01|now and then|30|"},
			[]string{`{"subscriptions":{"source":"file","id":"1","who":{},"interval":"month","every":3,"quantity":null,"amount":30.00,"created_at":"2026-01-01T00:00:00Z","started_at":"2026-01-01T00:00:00Z","trial_ends":"0001-01-01T00:00:00Z","paid_until":"0001-01-01T00:00:00Z","canceled_at":"0001-01-01T00:00:00Z","ended_at":"2026-04-01T00:00:00Z"}}`}},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			m := Mapping{Kind: c.kind, Fields: c.fields}
			text, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			var again Mapping // as it is remembered
			if err := json.Unmarshal(text, &again); err != nil || !reflect.DeepEqual(m, again) {
				t.Fatalf("%s: %+v, %v", text, again, err)
			}
			k, _ := readMapped(t, again, table(c.rows...))
			same(t, k, c.want...)
		})
	}
}

func TestMappingCheck(t *testing.T) {
	columns := []string{"Date", "Total"}
	ok := Mapping{Kind: record.Orders, Fields: map[string]string{"at": "date", "total": "TOTAL"}}
	if err := ok.Check(columns); err != nil {
		t.Error(err)
	}
	for want, m := range map[string]Mapping{
		`files cannot be mapped to "order_lines"`:                          {Kind: record.Lines},
		`orders have no field "when"`:                                      {Kind: record.Orders, Fields: map[string]string{"when": "Date"}},
		`field at is mapped to column "Day", which the file does not have`: {Kind: record.Orders, Fields: map[string]string{"at": "Day"}},
		`orders need a column for at`:                                      {Kind: record.Orders, Fields: map[string]string{"total": "Total"}},
		`orders need a column for one of total, gross, line_total, price`:  {Kind: record.Orders, Fields: map[string]string{"at": "Date"}},
		`";" is no decimal mark`:                                           {Kind: record.Orders, Fields: ok.Fields, Decimal: ";"},
		`"dym" is no order of day, month and year`:                         {Kind: record.Orders, Fields: ok.Fields, Dates: "dym"},
	} {
		err := m.Check(columns)
		var e *value.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %s", m, err, want)
		}
	}
}

// A person's columns on the command line go over those of the mapping.
func TestMappedTakesColumnsOfOptions(t *testing.T) {
	var k kept
	from := table("a|b|c", "2026-05-01|5|7")
	m := Mapping{Kind: record.Orders, Fields: map[string]string{"at": "a", "total": "b"}}
	if _, err := Mapped(m).Read(context.Background(), "t", from, from.rows, Options{Columns: map[string]string{"total": "c"}}, &k); err != nil {
		t.Fatal(err)
	}
	if o := k.records[0].(*record.Order); o.Total != 7*record.Micros {
		t.Errorf("total %s", o.Total)
	}
	if m.Fields["total"] != "b" {
		t.Error("the mapping was changed")
	}
}

func TestSignature(t *testing.T) {
	a := Signature([]string{"Order ID", "Date", "Total"})
	if b := Signature([]string{"total", "\ufefforder_id", "DATE"}); a != b {
		t.Error("order, case and punctuation change the signature")
	}
	if b := Signature([]string{"Order ID", "Date"}); a == b {
		t.Error("a column less does not change the signature")
	}
}

func TestGuess(t *testing.T) {
	for _, c := range []struct {
		columns string
		kind    record.Kind
		sure    bool
		fields  map[string]string
	}{
		{"Order Number|Order Date|Customer Email|Item SKU|Qty|Unit Price|Order Total|Currency", record.Orders, true,
			map[string]string{"order_id": "Order Number", "at": "Order Date", "email": "Customer Email", "sku": "Item SKU", "quantity": "Qty", "price": "Unit Price", "total": "Order Total", "currency": "Currency"}},
		{"Refund ID|Order ID|Refunded At|Amount|Reason", record.Refunds, true, map[string]string{"id": "Refund ID", "order_id": "Order ID", "at": "Refunded At", "amount": "Amount", "reason": "Reason"}},
		{"customer_id|email|city|accepts_marketing|total_spent|orders_count", record.Customers, true, nil},
		{"Ticket Number|Subject|Opened|Closed|Priority|Requester Email", record.Tickets, true, nil},
		{"Day|Campaign|Spend (EUR)|Impressions|Clicks", record.Spends, true, map[string]string{"from": "Day", "campaign": "Campaign", "cost": "Spend (EUR)", "impressions": "Impressions", "clicks": "Clicks"}},
		{"respondent_id|nps|comment|submitted_at", record.Responses, true, nil},
		{"event_name|timestamp|user_id|session_id|page_url", record.Events, true, nil},
		{"sku|name|category|price|cost", record.Products, true, nil},
		{"subscription_id|plan|start_date|canceled_at|billing_period|amount", record.Subscriptions, true, nil},
		{"review_id|rating|review_text|product_id", record.Reviews, true, nil},
		{"a|b|c", "", false, nil},
		{"id|date|name", "", false, nil},
	} {
		m, sure := Guess(strings.Split(c.columns, "|"), nil)
		if sure != c.sure || c.sure && m.Kind != c.kind {
			t.Errorf("%s: guessed %s (sure %v) %v", c.columns, m.Kind, sure, m.Fields)
		}
		if c.fields != nil && !reflect.DeepEqual(m.Fields, c.fields) {
			t.Errorf("%s: guessed fields %v", c.columns, m.Fields)
		}
	}
}

// What is written about fields in several places speaks of the same fields.
func TestFields(t *testing.T) {
	for _, kind := range record.Kinds {
		fields := Fields(kind)
		if (fields == nil) != (kind == record.Lines || kind == record.SubscriptionChanges) {
			t.Errorf("%s: %d fields", kind, len(fields))
		}
		var names []string
		for _, f := range fields {
			if f.Title == "" || slices.Contains(names, f.Name) {
				t.Errorf("%s: field %q has no title or comes twice", kind, f.Name)
			}
			for _, n := range f.names {
				if normal(n) != n {
					t.Errorf("%s: %q is not normalised", kind, n)
				}
			}
			names = append(names, f.Name)
		}
		for f := range telling[kind] {
			if !slices.Contains(names, f) {
				t.Errorf("%s: no field %q tells a kind", kind, f)
			}
		}
		for _, f := range slices.Concat(oneOf[kind]...) {
			if !slices.Contains(names, f) {
				t.Errorf("%s: no field %q is one of those needed", kind, f)
			}
		}
	}
}

// Every field of every kind is read from a column, whatever the column holds.
func FuzzMapped(f *testing.F) {
	for i := range uint64(30) {
		f.Add(i, "7", "x")
	}
	cells := append(append(nasty[:len(nasty):len(nasty)], nastier...), "2026-05-01", "2026-05-01 10:00", "5", "10.50", "1", "c1")
	f.Fuzz(func(t *testing.T, seed uint64, a, b string) {
		r := rand.New(rand.NewPCG(seed, 1))
		m := Mapping{Fields: map[string]string{}, Currency: "EUR"}
		for m.Kind = record.Lines; Fields(m.Kind) == nil; {
			m.Kind = record.Kinds[r.IntN(len(record.Kinds))]
		}
		from := &listed{}
		for _, field := range Fields(m.Kind) {
			if field.Needed || r.IntN(2) == 0 {
				m.Fields[field.Name] = field.Name
			}
			from.columns = append(from.columns, field.Name)
		}
		for _, set := range oneOf[m.Kind] {
			m.Fields[set[0]] = set[0]
		}
		for range 1 + r.IntN(8) {
			row := make([]string, len(from.columns))
			for i := range row {
				row[i] = append(cells, a, b)[r.IntN(len(cells)+2)]
			}
			from.rows = append(from.rows, row)
		}
		readMutated(t, Mapped(m), from)
	})
}
