package models

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/internal/value"
)

// Summary is a table of customers: what each has done, in a row.
type Summary struct {
	IDs       []string // empty without such a column
	Histories []btyd.History
	// Monetary is the mean spend of repeat purchases; nil without the column.
	Monetary []float64
	Weights  []float64 // customers a row
}

// columns of a summary by the names people use.
var summaryColumns = map[string]string{
	"customer_id": "id", "id": "id", "customer": "id",
	"frequency": "x", "x": "x",
	"recency": "tx", "t_x": "tx", "tx": "tx", "t.x": "tx",
	"t": "T", "t.cal": "T", "t_cal": "T", "age": "T",
	"monetary_value": "money", "monetary": "money", "mean_spend": "money",
	"weight": "weight", "weights": "weight", "n": "weight",
}

// ReadSummary reads a CSV with the columns frequency, recency and T, and
// perhaps customer_id, monetary_value and weight. name is for messages.
func ReadSummary(r io.Reader, name string) (Summary, error) {
	in := csv.NewReader(r)
	in.ReuseRecord = true
	header, err := in.Read()
	if errors.Is(err, io.EOF) {
		return Summary{}, value.Errorf(value.BadInput, "%s is empty", name).WithHint("It needs a header line with frequency, recency and T")
	}
	if err != nil {
		return Summary{}, value.Errorf(value.BadInput, "%s: %w", name, err)
	}
	at, err := summaryHeader(header, name)
	if err != nil {
		return Summary{}, err
	}
	var s Summary
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return s, value.Errorf(value.BadInput, "%s: %w", name, err)
		}
		if err := s.add(row, at); err != nil {
			line, _ := in.FieldPos(0)
			return s, value.Errorf(value.BadInput, "%s, line %d: %w", name, line, err)
		}
	}
	if len(s.Histories) == 0 {
		return s, value.Errorf(value.BadInput, "%s has a header and no rows", name)
	}
	return s, nil
}

// summaryHeader finds the columns.
func summaryHeader(header []string, name string) (map[string]int, error) {
	at := map[string]int{}
	for i, h := range header {
		plain := strings.ToLower(strings.Trim(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")), `"`))
		if key, ok := summaryColumns[plain]; ok {
			if _, twice := at[key]; twice {
				return nil, value.Errorf(value.BadInput, "%s has two columns for %s", name, plain)
			}
			at[key] = i
		}
	}
	for key, column := range map[string]string{"x": "frequency", "tx": "recency", "T": "T"} {
		if _, ok := at[key]; !ok {
			return nil, value.Errorf(value.BadInput, "%s has no column %q; its columns are %s", name, column, strings.Join(header, ", ")).
				WithHint("A summary has one row a customer with frequency, recency and T, and perhaps monetary_value and weight; for an order log leave --summary out")
		}
	}
	return at, nil
}

// add takes a row in.
func (s *Summary) add(row []string, at map[string]int) error {
	number := func(key string) (float64, error) {
		text := strings.TrimSpace(row[at[key]])
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return 0, fmt.Errorf("column %d: %q is not a number", at[key]+1, text)
		}
		return v, nil
	}
	var h btyd.History
	var err error
	for key, to := range map[string]*float64{"x": &h.X, "tx": &h.Tx, "T": &h.T} {
		if *to, err = number(key); err != nil {
			return err
		}
	}
	if err := h.Validate(); err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "btyd: invalid data: "))
	}
	weight := 1.0
	if _, ok := at["weight"]; ok {
		if weight, err = number("weight"); err != nil {
			return err
		}
		if !(weight > 0) {
			return fmt.Errorf("column %d: a weight of %g is not a number of customers", at["weight"]+1, weight)
		}
	}
	if _, ok := at["money"]; ok {
		m, err := number("money")
		if err != nil {
			return err
		}
		s.Monetary = append(s.Monetary, m)
	}
	if i, ok := at["id"]; ok {
		s.IDs = append(s.IDs, row[i])
	}
	s.Histories, s.Weights = append(s.Histories, h), append(s.Weights, weight)
	return nil
}

// Rows are the weighted histories.
func (s Summary) Rows() btyd.Rows {
	var r btyd.Rows
	for i, h := range s.Histories {
		r.X, r.Tx, r.T, r.W = append(r.X, h.X), append(r.Tx, h.Tx), append(r.T, h.T), append(r.W, s.Weights[i])
	}
	return r
}

// Spends are the repeat customers with a positive mean spend.
func (s Summary) Spends() (btyd.SpendRows, error) {
	var r btyd.SpendRows
	if s.Monetary == nil {
		return r, value.Errorf(value.BadInput, "a model of spend needs a column monetary_value").
			WithHint("It is the mean spend of a customer's repeat purchases")
	}
	for i, h := range s.Histories {
		if h.X > 0 && s.Monetary[i] > 0 {
			r.X, r.M, r.W = append(r.X, h.X), append(r.M, s.Monetary[i]), append(r.W, s.Weights[i])
		}
	}
	return r, nil
}
