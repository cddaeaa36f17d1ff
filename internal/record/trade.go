package record

import "time"

// Order is one order of one customer. Gross - Discount + Shipping + Tax =
// Total, to the last digit, wherever all are stated.
type Order struct {
	Source   string    `json:"source"`
	ID       string    `json:"id"` // unique in its source
	Who      Who       `json:"who"`
	At       time.Time `json:"at"` // UTC
	Currency string    `json:"currency,omitempty"`
	Gross    Money     `json:"gross"`    // goods at list price, before discounts, without tax and shipping
	Discount Money     `json:"discount"` // taken off the goods, positive
	Shipping Money     `json:"shipping"` // charged for delivery, without tax where that is told apart
	Tax      Money     `json:"tax"`      // all of it, on goods and shipping
	Total    Money     `json:"total"`    // what was to be paid, before refunds; tips and gift cards sold are no part of it
	Fees     Money     `json:"fees"`     // kept by the payment provider or marketplace, positive
	Status   Status    `json:"status"`
	Channel  string    `json:"channel,omitempty"` // where the customer came from, as the source says
	Coupon   string    `json:"coupon,omitempty"`
	Country  string    `json:"country,omitempty"`
}

// Status is what became of an order.
type Status string

// The statuses. Orders that are Failed or Draft never became sales and count
// nowhere; Cancelled ones count as sales only as far as money was taken for
// them, which their refunds undo.
const (
	Paid      Status = "paid"
	Pending   Status = "pending"
	Cancelled Status = "cancelled"
	Failed    Status = "failed"
	Draft     Status = "draft"
)

// Line is one line of an order.
type Line struct {
	Source   string `json:"source"`
	OrderID  string `json:"order_id"`
	No       int    `json:"no"` // from 1, in the order's own sequence
	SKU      string `json:"sku,omitempty"`
	Product  string `json:"product,omitempty"` // the source's id of it
	Name     string `json:"name,omitempty"`
	Quantity Money  `json:"quantity"` // in millionths; negative for a line that comes back
	Price    Money  `json:"price"`    // of one, before discounts
	Discount Money  `json:"discount"` // on the whole line, positive
	Total    Money  `json:"total"`    // Quantity x Price - Discount
}

// Refund is money given back, an event of its own.
type Refund struct {
	Source   string    `json:"source"`
	ID       string    `json:"id"` // unique in its source; made from the order's where the source has none
	OrderID  string    `json:"order_id,omitempty"`
	Who      Who       `json:"who"`
	At       time.Time `json:"at"` // UTC; zero when the source does not say when: the order's time then stands in
	Currency string    `json:"currency,omitempty"`
	Amount   Money     `json:"amount"` // positive: all that went back, whatever for
	Reason   string    `json:"reason,omitempty"`
	// OfOrder says that the order's own row tells of it: when the order comes
	// again without it, it is no more. Refunds with rows of their own stay.
	OfOrder bool `json:"-"`
}

// Product is something that is sold.
type Product struct {
	Source   string `json:"source"`
	ID       string `json:"id"`
	SKU      string `json:"sku,omitempty"`
	Name     string `json:"name,omitempty"`
	Category string `json:"category,omitempty"`
	Currency string `json:"currency,omitempty"`
	Price    Money  `json:"price"`
	Cost     Money  `json:"cost"` // of one, to the business
}

// Kind implements Record.
func (*Order) Kind() Kind { return Orders }

// Kind implements Record.
func (*Line) Kind() Kind { return Lines }

// Kind implements Record.
func (*Refund) Kind() Kind { return Refunds }

// Kind implements Record.
func (*Product) Kind() Kind { return Products }
