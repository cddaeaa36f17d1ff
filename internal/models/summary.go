package models

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
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
	// Covariates are further columns of numbers, by name.
	Covariates map[string][]float64
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
// perhaps customer_id, monetary_value and weight; and the named covariates.
// name is for messages.
func ReadSummary(r io.Reader, name string, covariates ...string) (Summary, error) {
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
	further, err := covariateHeader(header, name, covariates)
	if err != nil {
		return Summary{}, err
	}
	s := Summary{Covariates: map[string][]float64{}}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return s, value.Errorf(value.BadInput, "%s: %w", name, err)
		}
		err = s.add(row, at)
		if err == nil {
			err = s.addCovariates(row, further)
		}
		if err != nil {
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

// covariateHeader finds the columns of covariates, by the names they have.
func covariateHeader(header []string, name string, covariates []string) ([]column, error) {
	var at []column
	for _, c := range covariates {
		i := slices.IndexFunc(header, func(h string) bool { return strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")) == c })
		if i < 0 {
			return nil, value.Errorf(value.BadInput, "%s has no column %q; its columns are %s", name, c, strings.Join(header, ", ")).
				WithHint("Covariates are columns of numbers, named as in the header")
		}
		at = append(at, column{c, i})
	}
	return at, nil
}

// column is a covariate and its place.
type column struct {
	name string
	at   int
}

// addCovariates takes the covariates of a row in.
func (s *Summary) addCovariates(row []string, at []column) error {
	for _, c := range at {
		text := strings.TrimSpace(row[c.at])
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("column %d (%s): %q is not a number; write categories as columns of 0 and 1", c.at+1, c.name, text)
		}
		s.Covariates[c.name] = append(s.Covariates[c.name], v)
	}
	return nil
}

// columns are covariates by name; all of them must have been read.
func (s Summary) columns(names []string) [][]float64 {
	var out [][]float64
	for _, n := range names {
		out = append(out, s.Covariates[n])
	}
	return out
}

// lacks refuses covariates that have not been read.
func (s Summary) lacks(names []string) error {
	for _, n := range names {
		if len(s.Covariates[n]) != len(s.Histories) {
			return value.Errorf(value.BadInput, "the summary lacks the covariate %q that the model was fitted with", n)
		}
	}
	return nil
}

// spends reports whether a customer's spend says something.
func (s Summary) spends(i int) bool { return s.Histories[i].X > 0 && s.Monetary[i] > 0 }

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
	if h.X, err = number("x"); err != nil {
		return err
	}
	if h.Tx, err = number("tx"); err != nil {
		return err
	}
	if h.T, err = number("T"); err != nil {
		return err
	}
	if err := h.Validate(); err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "btyd: invalid data: "))
	}
	weight := 1.0
	if _, ok := at["weight"]; ok {
		if weight, err = number("weight"); err != nil {
			return err
		}
		if !(weight > 0) || math.IsInf(weight, 0) {
			return fmt.Errorf("column %d: a weight of %g is not a number of customers", at["weight"]+1, weight)
		}
	}
	if _, ok := at["money"]; ok {
		m, err := number("money")
		if err != nil {
			return err
		}
		if math.IsNaN(m) || math.IsInf(m, 0) {
			return fmt.Errorf("column %d: spend of %g is not an amount", at["money"]+1, m)
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
		if s.spends(i) {
			r.X, r.M, r.W = append(r.X, h.X), append(r.M, s.Monetary[i]), append(r.W, s.Weights[i])
		}
	}
	return r, nil
}
