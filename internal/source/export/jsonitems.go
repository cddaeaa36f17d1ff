package export

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/perennial-clv/perennial/internal/record"
)

// item is an object of a JSON array in a cell, by normalised name.
type item map[string]any

// itemsIn are the objects of a cell with a JSON array, or with one object. A
// blank cell has none; a text that is neither is not ok.
func itemsIn(text string) (items []item, ok bool) {
	if text == "" || text == "[]" {
		return nil, true
	}
	var all []map[string]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if text[0] == '{' {
		all = make([]map[string]any, 1)
		if d.Decode(&all[0]) != nil {
			return nil, false
		}
	} else if d.Decode(&all) != nil {
		return nil, false
	}
	for _, o := range all {
		it := item{}
		for k, v := range o {
			it[normal(k)] = v
		}
		items = append(items, it)
	}
	return items, true
}

// compacted is JSON without the blanks between its parts: one event has one id
// however the file that has it is laid out.
func compacted(text string) string {
	if !strings.ContainsAny(text, " \n\t\r") {
		return text
	}
	var b bytes.Buffer
	if json.Compact(&b, []byte(text)) != nil {
		return text
	}
	return b.String()
}

// text is the first of the members that is a filled text or number.
func (it item) text(names ...string) string {
	for _, n := range names {
		switch v := it[n].(type) {
		case string:
			if t := clean(v); t != "" {
				return t
			}
		case json.Number:
			return v.String()
		case bool:
			return strconv.FormatBool(v)
		}
	}
	return ""
}

// money is the first of the members that is filled as an amount, None when
// there is none.
func (it item) money(names ...string) (m record.Money, ok bool) {
	t := it.text(names...)
	if t == "" {
		return record.None, true
	}
	m, _, ok = style{}.money(t)
	return m, ok
}

// wares are the products of an order as lines. The fault is of the column
// that holds them.
func wares(r *row, source, orderID string, names ...string) ([]*record.Line, error) {
	c, text := r.find(names...)
	items, ok := itemsIn(text)
	if !ok {
		return nil, r.bad(c, "not a JSON array of products")
	}
	var lines []*record.Line
	for i, it := range items {
		l := &record.Line{Source: source, OrderID: orderID, No: i + 1,
			SKU: it.text("sku"), Product: it.text("productid", "itemid", "id", "sku"), Name: it.text("name", "itemname", "title"), Total: record.None}
		var ok1, ok2, ok3 bool
		l.Price, ok1 = it.money("price")
		l.Quantity, ok2 = it.money("quantity")
		l.Discount, ok3 = it.money("discount")
		if !ok1 || !ok2 || !ok3 {
			return nil, r.bad(c, "a product's price, quantity or discount is not a number")
		}
		if !l.Quantity.Known() {
			l.Quantity = record.Micros
		}
		l.Total = l.Price.Times(l.Quantity)
		lines = append(lines, l)
	}
	return lines, nil
}

// worth is what lines add up to, None when one of them is not stated.
func worth(lines []*record.Line) record.Money {
	sum := record.None
	for _, l := range lines {
		if !l.Total.Known() {
			return record.None
		}
		sum = sum.Plus(l.Total)
	}
	return sum
}
