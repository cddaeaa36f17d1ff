package duckdb

import (
	"database/sql/driver"

	"github.com/perennial-clv/perennial/internal/record"
)

// tradeLayouts are what is bought and given back.
func tradeLayouts() []layout {
	return []layout{
		{
			kind: record.Orders, key: []string{"source", "order_id"},
			columns: cols(col(text, "source", "order_id", "customer_id"), col(stamp, "ordered_at"), col(text, "currency"),
				col(micros, "amount", "gross", "discount", "shipping", "tax", "fees"), col(text, "status", "channel", "coupon", "country")),
			values: func(r record.Record) []driver.Value {
				o := r.(*record.Order)
				return []driver.Value{o.Source, o.ID, o.Who.Key(o.Source), at(o.At), o.Currency, money(o.Total.Or(0)), money(o.Gross), money(o.Discount),
					money(o.Shipping), money(o.Tax), money(o.Fees), string(o.Status), o.Channel, o.Coupon, o.Country}
			},
		},
		{
			kind: record.Lines, key: []string{"source", "order_id", "line_no"}, group: []string{"source", "order_id"},
			columns: cols(col(text, "source", "order_id"), col(integer, "line_no"), col(text, "sku", "product", "name"),
				col(micros, "quantity", "price", "discount", "total")),
			values: func(r record.Record) []driver.Value {
				l := r.(*record.Line)
				return []driver.Value{l.Source, l.OrderID, int64(l.No), l.SKU, l.Product, l.Name, money(l.Quantity), money(l.Price), money(l.Discount), money(l.Total)}
			},
		},
		{
			kind: record.Refunds, key: []string{"source", "refund_id"},
			columns: cols(col(text, "source", "refund_id", "order_id", "customer_id"), col(stamp, "refunded_at"), col(text, "currency"),
				col(micros, "amount"), col(text, "reason"), []string{"of_order BOOLEAN"}),
			values: func(r record.Record) []driver.Value {
				f := r.(*record.Refund)
				return []driver.Value{f.Source, f.ID, f.OrderID, f.Who.Key(f.Source), at(f.At), f.Currency, money(f.Amount.Or(0)), f.Reason, f.OfOrder}
			},
		},
		{
			kind: record.Products, key: []string{"source", "product_id"},
			columns: cols(col(text, "source", "product_id", "sku", "name", "category", "currency"), col(micros, "price", "cost")),
			values: func(r record.Record) []driver.Value {
				p := r.(*record.Product)
				return []driver.Value{p.Source, p.ID, p.SKU, p.Name, p.Category, p.Currency, money(p.Price), money(p.Cost)}
			},
		},
	}
}
