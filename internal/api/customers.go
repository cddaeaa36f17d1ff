package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/perennial-clv/perennial/internal/value"
)

// Customer is a row of a list of customers.
type Customer struct {
	value.Score
	ValueAtRisk *float64 `json:"value_at_risk" doc:"CLV x (1 - P(alive))"`
}

// CustomerList is a page of customers and what the whole selection adds up to.
type CustomerList struct {
	Definition    value.Definition `json:"definition"`
	Total         int64            `json:"total" doc:"Customers in the selection"`
	HistoricValue value.Amount     `json:"historic_value" doc:"Of the whole selection"`
	CLV           float64          `json:"clv" doc:"Of the whole selection"`
	Rows          []Customer       `json:"rows"`
}

// Selection is which customers, in which order: the same for the list and
// for the export of what the list shows.
type Selection struct {
	Search string           `query:"q" maxLength:"200" doc:"Part of a customer id, any case"`
	Risk   []string         `query:"risk" enum:"low,medium,high,unknown" doc:"Only these, comma-separated"`
	MinCLV optional[number] `query:"min_clv" doc:"Least CLV"`
	MaxCLV optional[number] `query:"max_clv" doc:"Greatest CLV"`
	Sort   string           `query:"sort" default:"clv" enum:"customer_id,first_order,last_order,orders,frequency,recency,T,historic_value,mean_order_value,p_alive,expected_orders,expected_order_value,clv,clv_low,clv_high,expected_next_order,median_days_between_orders,risk,value_at_risk"`
	Order  string           `query:"order" default:"desc" enum:"asc,desc"`
}

type pageInput struct {
	Selection
	Limit  int `query:"limit" default:"50" minimum:"1" maximum:"500"`
	Offset int `query:"offset" default:"0" minimum:"0"`
}

type number = float64

// optional is a query parameter that may be left out.
type optional[T any] struct {
	v   T
	set bool
}

// Schema is the schema of the parameter itself.
func (optional[T]) Schema(r huma.Registry) *huma.Schema {
	return huma.SchemaFromType(r, reflect.TypeFor[T]())
}

// Receiver is where Huma puts the value.
func (o *optional[T]) Receiver() reflect.Value { return reflect.ValueOf(&o.v).Elem() }

// OnParamSet remembers whether there was one.
func (o *optional[T]) OnParamSet(set bool, _ any) { o.set = set }

func (o optional[T]) pointer() *T {
	if !o.set {
		return nil
	}
	return &o.v
}

func (s Selection) query() (value.CustomerQuery, error) {
	q := value.CustomerQuery{
		Search: s.Search, Risk: s.Risk,
		MinCLV: s.MinCLV.pointer(), MaxCLV: s.MaxCLV.pointer(),
		Sort: s.Sort, Ascending: s.Order == "asc",
	}
	if q.MinCLV != nil && q.MaxCLV != nil && *q.MinCLV > *q.MaxCLV {
		return q, value.Errorf(value.Invalid, "min_clv is greater than max_clv").
			WithHint("Swap the two ends of the range.")
	}
	return q, nil
}

func registerCustomers(api huma.API, f faults, a Analytics) {
	op := operation(http.MethodGet, "/customers", "customers", "Customers",
		"Customers: searched, filtered, sorted, a page at a time",
		http.StatusNotFound, http.StatusUnprocessableEntity)
	huma.Register(api, op, handle(f, func(ctx context.Context, in *pageInput) (CustomerList, error) {
		q, err := in.query()
		if err != nil {
			return CustomerList{}, err
		}
		q.Limit, q.Offset = in.Limit, in.Offset
		page, err := a.Customers(ctx, q)
		if err != nil {
			return CustomerList{}, err
		}
		return CustomerList{
			Definition: page.Definition, Total: page.Total,
			HistoricValue: page.HistoricValue, CLV: page.CLV, Rows: customersOf(page.Rows),
		}, nil
	}))
}

func customersOf(scores []value.Score) []Customer {
	rows := make([]Customer, len(scores))
	for i, s := range scores {
		rows[i] = Customer{Score: s, ValueAtRisk: s.ValueAtRisk()}
	}
	return rows
}
