package value

import "time"

// CustomerQuery asks for a page of scored customers.
type CustomerQuery struct {
	Search    string   // part of a customer id, any case
	Risk      []string // empty: all
	MinCLV    *float64
	MaxCLV    *float64
	Sort      string // a column of Score's JSON, or "value_at_risk"; empty: clv
	Ascending bool
	Limit     int
	Offset    int
}

// CustomerPage is one page of customers and what the whole selection adds up to.
type CustomerPage struct {
	Definition    Definition `json:"definition"`
	Total         int64      `json:"total" doc:"Customers in the selection"`
	HistoricValue Amount     `json:"historic_value" doc:"Of the whole selection"`
	CLV           float64    `json:"clv" doc:"Of the whole selection"`
	Rows          []Score    `json:"rows"`
}

// CustomerDetail is everything about one customer.
type CustomerDetail struct {
	Definition Definition   `json:"definition"`
	Score      Score        `json:"score"`
	Orders     []OrderEvent `json:"orders" doc:"Oldest first; the latest 500"`
	MoreOrders int64        `json:"more_orders" doc:"Older orders left off"`
	Alive      []AlivePoint `json:"alive" doc:"P(alive) through time, as it would have been said then with today's parameters"`
	Cumulative []ValuePoint `json:"cumulative" doc:"Net value through time"`
	Rank       float64      `json:"rank" doc:"Share of customers with a lower CLV"`
	Figures    []Figure     `json:"figures" doc:"P(alive), expected orders, expected order value, CLV: each with its working"`
	Model      Chosen       `json:"model"`
	Notices    []Notice     `json:"notices"`
}

// OrderEvent is one order or refund on a customer's timeline.
type OrderEvent struct {
	OrderID string    `json:"order_id"`
	At      time.Time `json:"at"`
	Day     Date      `json:"day" doc:"In the business's zone"`
	Amount  Amount    `json:"amount"`
	Kind    string    `json:"kind" enum:"order,refund"`
}

// AlivePoint is P(alive) at the end of a day.
type AlivePoint struct {
	Day    Date    `json:"day"`
	PAlive float64 `json:"p_alive"`
}

// ValuePoint is the cumulative net value at the end of a day.
type ValuePoint struct {
	Day   Date    `json:"day"`
	Value float64 `json:"value"`
}
