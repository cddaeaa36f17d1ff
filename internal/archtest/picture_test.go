package archtest

import (
	"bytes"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"
)

// box is a table of the picture of the data model: its key, then a few
// columns that matter.
type box struct {
	table   string
	x, y    int
	key     []string
	columns []string
	class   string // trade, people, heard, who, money
	lines   []string
}

const (
	boxWidth  = 196
	rowHeight = 17
	headRoom  = 27
)

func (b box) height() int {
	return headRoom + rowHeight*(len(b.key)+len(b.columns)+len(b.lines)) + 7
}

// boxes are laid out by hand: what was traded on the left, people on the
// right, what was heard of them below.
func boxes() []box {
	return []box{
		{table: "products", x: 24, y: 52, class: "trade", key: []string{"source", "product_id"}, columns: []string{"sku", "price", "cost"}},
		{table: "order_lines", x: 24, y: 214, class: "trade", key: []string{"source", "order_id", "line_no"}, columns: []string{"product", "sku", "quantity", "total"}},
		{table: "orders", x: 284, y: 52, class: "trade", key: []string{"source", "order_id"},
			columns: []string{"customer_id", "ordered_at", "amount", "currency", "status"}},
		{table: "refunds", x: 284, y: 252, class: "trade", key: []string{"source", "refund_id"}, columns: []string{"order_id", "customer_id", "refunded_at", "amount"}},
		{table: "persons", x: 544, y: 52, class: "who", key: []string{"identifier"}, columns: []string{"person"}},
		{table: "links", x: 544, y: 166, class: "who", columns: []string{"a", "b", "source", "kind"}},
		{table: "splits", x: 544, y: 302, class: "who", columns: []string{"a", "b"}},
		{table: "customers", x: 804, y: 52, class: "people", key: []string{"source", "profile_id"}, columns: []string{"customer_id", "email", "phone"}},
		{table: "subscriptions", x: 804, y: 203, class: "people", key: []string{"source", "subscription_id"}, columns: []string{"customer_id", "status", "amount"}},
		{table: "subscription_changes", x: 804, y: 376, class: "people", key: []string{"source", "subscription_id", "changed_at", "what"}},
		{table: "rates", x: 24, y: 424, class: "money", columns: []string{"base", "currency", "day", "rate"}},
		{table: "ledger", x: 284, y: 444, class: "money", lines: []string{"a view: order, person, time,", "amount under the terms"}},
		{table: "scores", x: 284, y: 548, class: "money", key: []string{"customer_id"}, columns: []string{"clv", "p_alive", "risk"}},
		{table: "tickets", x: 804, y: 530, class: "people", key: []string{"source", "ticket_id"}, columns: []string{"customer_id", "created_at"}},
		{table: "events", x: 544, y: 404, class: "heard", key: []string{"source", "event_id"}, columns: []string{"customer_id", "name", "happened_at"}},
		{table: "reviews", x: 544, y: 541, class: "heard", key: []string{"source", "review_id"}, columns: []string{"customer_id", "stars"}},
		{table: "survey_responses", x: 804, y: 650, class: "heard", key: []string{"source", "response_id", "question"}, columns: []string{"customer_id", "score"}},
		{table: "spend", x: 24, y: 548, class: "heard", key: []string{"source", "first_day", "last_day", "campaign", "…"}, columns: []string{"cost"}},
		{table: "batches", x: 544, y: 674, class: "money", key: []string{"id"}, columns: []string{"files", "undone_at"}},
	}
}

// strokes are the lines between boxes. many ends in a crow's foot.
var strokes = []struct{ class, path string }{
	{"many", "M122 214 V172"},           // order_lines to products
	{"many", "M220 240 H252 V90 H284"},  // order_lines to orders
	{"many", "M382 252 V206"},           // refunds to orders
	{"many", "M480 116 H512 V100 H544"}, // orders to persons
	{"many", "M480 336 H512 V100 H544"}, // refunds to persons
	{"made", "M642 166 V121"},           // links make persons
	{"made", "M642 302 V268"},           // splits part them
	{"many", "M804 124 H772 V90 H740"},  // customers to persons
	{"many", "M804 275 H772 V90 H740"},  // subscriptions to persons
	{"many", "M902 376 V322"},           // changes to subscriptions
	{"many", "M740 476 H772 V90 H740"},  // events to persons
	{"many", "M740 613 H772 V90 H740"},  // reviews to persons
	{"many", "M804 602 H772 V90 H740"},  // tickets to persons
	{"many", "M804 739 H772 V90 H740"},  // answers to persons
	{"made", "M382 388 V444"},           // refunds to ledger
	{"made", "M220 474 H284"},           // rates to ledger
	{"made", "M200 367 V400 H330 V444"}, // costs of lines to ledger
	{"made", "M382 512 V548"},           // ledger to scores
	{"made", "M512 336 V474 H480"},      // persons to ledger
}

const pictureStyle = `
  .page{fill:#fbfbf9;stroke:#d5d5cf} text{font:12.5px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;fill:#2a2d2b}
  .title{font-weight:650;font-size:13.5px;fill:#fff} .key{font-weight:650} .note{fill:#62665f;font-style:italic}
  .card{fill:#fff;stroke:#b9bcb4} .trade{fill:#1f6f5c} .people{fill:#3d5a94} .heard{fill:#8a5a1f} .who{fill:#77407f} .money{fill:#4e5459}
  .many,.made{fill:none;stroke:#6b7069;stroke-width:1.4} .made{stroke-dasharray:5 4} .tip{fill:none;stroke:#6b7069;stroke-width:1.4}
  @media (prefers-color-scheme:dark){.page{fill:#171a19;stroke:#3a3f3c} text{fill:#e4e6e1} .title{fill:#fff} .note{fill:#a5aaa2}
  .card{fill:#202423;stroke:#4d534f} .many,.made,.tip{stroke:#9aa097}}
`

// dataModelPicture draws the kinds and what hangs together. Light and dark
// follow the reader's setting; its own ground makes it legible on any page.
func dataModelPicture(t *testing.T) []byte {
	const width, height = 1024, 850
	tables, _ := schema(t)
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="The data model">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, "<!-- Drawn by internal/archtest/picture_test.go: make docs -->\n<style>%s</style>\n", pictureStyle)
	b.WriteString(`<defs><marker id="foot" markerUnits="userSpaceOnUse" markerWidth="12" markerHeight="12" refX="1" refY="6" orient="auto"><path class="tip" d="M11 6 L1 1 M11 6 L1 11"/></marker>` + "\n")
	b.WriteString(`<marker id="bar" markerUnits="userSpaceOnUse" markerWidth="12" markerHeight="12" refX="10" refY="6" orient="auto"><path class="tip" d="M4 1 V11"/></marker>` + "\n")
	b.WriteString(`<marker id="arrow" markerUnits="userSpaceOnUse" markerWidth="12" markerHeight="12" refX="10" refY="6" orient="auto"><path class="tip" d="M3 2 L10 6 L3 10"/></marker></defs>` + "\n")
	fmt.Fprintf(&b, `<rect class="page" x=".5" y=".5" width="%d" height="%d" rx="10"/>`+"\n", width-1, height-1)
	for i, words := range []string{"what is sold", "orders, and what they are worth", "who is who", "people"} {
		fmt.Fprintf(&b, `<text class="note" x="%d" y="36">%s</text>`+"\n", 24+260*i, words)
	}
	for _, s := range strokes {
		ends := `marker-start="url(#foot)" marker-end="url(#bar)"`
		if s.class == "made" {
			ends = `marker-end="url(#arrow)"`
		}
		fmt.Fprintf(&b, `<path class="%s" d="%s" %s/>`+"\n", s.class, s.path, ends)
	}
	for _, x := range boxes() {
		drawBox(t, &b, x, tables[x.table])
	}
	for i, line := range []string{
		"Solid: many records of one; joined by source and id, or by customer_id = persons.identifier. Dashed: made of.",
		"Bold: the key. Every record has a source, its namespace of ids, and a batch_id: the batch that brought its present version.",
		"Versions it replaced stand in <kind>_replaced until that batch is undone.",
	} {
		fmt.Fprintf(&b, `<text class="note" x="24" y="%d">%s</text>`+"\n", 798+i*18, html.EscapeString(line))
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// drawBox draws one table, and holds its columns to those it has.
func drawBox(t *testing.T, b *bytes.Buffer, x box, have []string) {
	t.Helper()
	fmt.Fprintf(b, `<rect class="card" x="%d" y="%d" width="%d" height="%d" rx="6"/>`, x.x, x.y, boxWidth, x.height())
	fmt.Fprintf(b, `<path class="%s" d="M%d %d v-14 a6 6 0 0 1 6 -6 h%d a6 6 0 0 1 6 6 v14 z"/>`, x.class, x.x, x.y+20, boxWidth-12)
	fmt.Fprintf(b, `<text class="title" x="%d" y="%d">%s</text>`+"\n", x.x+10, x.y+15, x.table)
	y := x.y + headRoom + 10
	write := func(class string, words []string, columns bool) {
		for _, w := range words {
			if columns && w != "…" && !slices.Contains(have, w) {
				t.Errorf("the picture shows a column %s that the table %s does not have", w, x.table)
			}
			fmt.Fprintf(b, `<text class="%s" x="%d" y="%d">%s</text>`+"\n", strings.TrimSpace(class), x.x+10, y, html.EscapeString(w))
			y += rowHeight
		}
	}
	write("key", x.key, true)
	write("column", x.columns, true)
	write("note", x.lines, false)
}
