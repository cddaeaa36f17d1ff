package duckdb

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// Run is the latest run record.
func (s *Store) Run(ctx context.Context) (value.Run, error) {
	var text string
	var out value.Run
	err := s.db.QueryRowContext(ctx, mustQuestion("run_latest")).Scan(&text)
	if err == sql.ErrNoRows {
		return out, value.Errorf(value.NotFound, "nothing has been scored yet").WithHint("Import orders, then run `perennial score`")
	}
	if err != nil {
		return out, explain("read the latest scoring", err)
	}
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return out, fmt.Errorf("read the latest scoring: %w", err)
	}
	return out, nil
}

// Histories are the distinct histories behind the latest scoring.
func (s *Store) Histories(ctx context.Context, wanted int) (out []store.Shape, err error) {
	run, err := s.Run(ctx)
	if err != nil {
		return nil, err
	}
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, explain("open the data store", err)
	}
	defer conn.Close()
	every := max(1, (run.Input.Customers+int64(wanted)-1)/int64(max(wanted, 1)))
	err = ask(ctx, conn, "histories", map[string]any{"Every": every}, func(r *sql.Rows) error {
		var x store.Shape
		if err := r.Scan(&x.X, &x.TxDays, &x.TDays, &x.Customers); err != nil {
			return err
		}
		out = append(out, x)
		return nil
	}, run.Definition.AsOf.String())
	return out, explain("read histories", err)
}

// Customers is one page of a selection.
func (s *Store) Customers(ctx context.Context, q value.CustomerQuery) (value.CustomerPage, error) {
	var page value.CustomerPage
	f, args, err := selection(q)
	if err != nil {
		return page, err
	}
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return page, explain("open the data store", err)
	}
	defer conn.Close()
	var historic string
	err = ask(ctx, conn, "customers_total", f, func(r *sql.Rows) error { return r.Scan(&page.Total, &historic, &page.CLV) }, args...)
	if err != nil {
		return page, explain("list customers", err)
	}
	if page.HistoricValue, err = value.ParseAmount(historic); err != nil {
		return page, err
	}
	page.Rows, err = customerRows(ctx, conn, f, args...)
	return page, explain("list customers", err)
}

// sortable are the columns a list may be sorted by, as SQL.
var sortable = map[string]string{
	"": "clv", "customer_id": "customer_id", "first_order": "first_order", "last_order": "last_order",
	"orders": "orders", "frequency": "frequency", "recency": "recency", "T": `"T"`,
	"historic_value": "historic_value", "mean_order_value": "mean_order_value", "p_alive": "p_alive",
	"expected_orders": "expected_orders", "expected_order_value": "expected_order_value", "clv": "clv",
	"clv_low": "clv_low", "clv_high": "clv_high", "expected_next_order": "expected_next_order",
	"median_days_between_orders": "median_days_between_orders", "risk": "p_alive",
	"value_at_risk": "clv * (1 - p_alive)",
}

// selection turns a query into template fields and bound values.
func selection(q value.CustomerQuery) (map[string]any, []any, error) {
	column, ok := sortable[q.Sort]
	if !ok {
		return nil, nil, value.Errorf(value.Invalid, "cannot sort by %q", q.Sort).WithHint("Sort by a column of the scores, or by value_at_risk")
	}
	where, args := []string{"true"}, []any{}
	if q.Search != "" {
		where, args = append(where, "contains(lower(customer_id), ?)"), append(args, strings.ToLower(q.Search))
	}
	if len(q.Risk) > 0 {
		marks := make([]string, len(q.Risk))
		for i, r := range q.Risk {
			marks[i], args = "?", append(args, r)
		}
		where = append(where, "risk IN ("+strings.Join(marks, ", ")+")")
	}
	if q.MinCLV != nil {
		where, args = append(where, "clv >= ?"), append(args, *q.MinCLV)
	}
	if q.MaxCLV != nil {
		where, args = append(where, "clv <= ?"), append(args, *q.MaxCLV)
	}
	direction := "DESC"
	if q.Ascending {
		direction = "ASC"
	}
	if q.Limit <= 0 {
		q.Limit = 50
	}
	return map[string]any{
		"Table": "scores", "Where": strings.Join(where, " AND "),
		"Order": fmt.Sprintf("%s %s NULLS LAST", column, direction),
		"Limit": q.Limit, "Offset": max(q.Offset, 0),
	}, args, nil
}

// customerRows reads scores.
func customerRows(ctx context.Context, conn *sql.Conn, f map[string]any, args ...any) ([]value.Score, error) {
	rows := []value.Score{}
	err := ask(ctx, conn, "customers", f, func(r *sql.Rows) error {
		s, err := scanScore(r)
		rows = append(rows, s)
		return err
	}, args...)
	return rows, err
}

// scanScore reads one row of scores.
func scanScore(r *sql.Rows) (value.Score, error) {
	var s value.Score
	var first, last, next sql.NullTime
	var historic string
	err := r.Scan(&s.CustomerID, &first, &last, &s.Orders, &s.Frequency, &s.Recency, &s.T, &historic,
		&s.MeanOrderValue, &s.PAlive, &s.ExpectedOrders, &s.ExpectedOrderValue, &s.CLV, &s.CLVLow, &s.CLVHigh,
		&next, &s.MedianDaysBetweenOrders, &s.Risk)
	if err != nil {
		return s, err
	}
	s.FirstOrder, s.LastOrder, s.ExpectedNextOrder = dateOf(first), dateOf(last), dateOf(next)
	s.HistoricValue, err = value.ParseAmount(historic)
	return s, err
}

// Customer is one customer's score and orders, with days of the zone.
func (s *Store) Customer(ctx context.Context, id, zone string) (store.Customer, error) {
	var out store.Customer
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return out, value.Errorf(value.Invalid, "unknown time zone %q", zone)
	}
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return out, explain("open the data store", err)
	}
	defer conn.Close()
	rows, err := customerRows(ctx, conn, map[string]any{"Table": "scores", "Where": "customer_id = ?", "Order": "customer_id", "Limit": 1, "Offset": 0}, id)
	if err != nil {
		return out, explain("read the customer", err)
	}
	if len(rows) == 0 {
		return out, value.Errorf(value.NotFound, "there is no customer %q", id).WithHint("Search for a part of the id in the list of customers")
	}
	out.Score = rows[0]
	if out.Score.CLV != nil {
		if err := conn.QueryRowContext(ctx, mustQuestion("customer_rank"), *out.Score.CLV).Scan(&out.Rank); err != nil {
			return out, explain("read the customer", err)
		}
	}
	err = ask(ctx, conn, "customer_events", nil, func(r *sql.Rows) error {
		var e value.OrderEvent
		var at time.Time
		var amount string
		if err := r.Scan(&e.OrderID, &at, &amount); err != nil {
			return err
		}
		e.At, e.Day, e.Kind = at.UTC(), value.DateOf(at.In(loc)), "order"
		if e.Amount, err = value.ParseAmount(amount); err == nil && e.Amount.IsNegative() {
			e.Kind = "refund"
		}
		out.Events = append(out.Events, e)
		out.Days = addToDay(out.Days, e)
		return err
	}, id)
	return out, explain("read the customer", err)
}

// addToDay counts an event on its day; events come in order of time.
func addToDay(days []store.PurchaseDay, e value.OrderEvent) []store.PurchaseDay {
	if len(days) == 0 || days[len(days)-1].Day != e.Day {
		days = append(days, store.PurchaseDay{Day: e.Day})
	}
	d := &days[len(days)-1]
	if e.Kind == "refund" {
		d.Refunded += e.Amount.Float()
		return days
	}
	d.Orders++
	d.Gross += e.Amount.Float()
	return days
}

// ExportCustomers writes a selection as CSV.
func (s *Store) ExportCustomers(ctx context.Context, q value.CustomerQuery, w io.Writer) error {
	f, args, err := selection(q)
	if err != nil {
		return err
	}
	f["Limit"], f["Offset"] = "9223372036854775807", 0
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return explain("open the data store", err)
	}
	defer conn.Close()
	out, err := newScoreCSV(w)
	if err != nil {
		return err
	}
	err = ask(ctx, conn, "customers", f, func(r *sql.Rows) error {
		score, err := scanScore(r)
		if err != nil {
			return err
		}
		return out.write(score)
	}, args...)
	if err != nil {
		return explain("export customers", err)
	}
	return out.flush()
}
