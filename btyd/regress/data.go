package regress

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/perennial-clv/perennial/btyd"
)

// Data are histories with the covariates of their customers.
type Data struct {
	Rows btyd.Rows
	// Purchase and Dropout hold one column a covariate, each as long as Rows:
	// what may move the rate of purchases, and the rate of leaving. A covariate
	// of both is in both; either may be empty. Columns may share memory.
	Purchase, Dropout [][]float64
	// PurchaseNames and DropoutNames name the columns. Names are unique within
	// a process.
	PurchaseNames, DropoutNames []string
}

// Validate refuses rows that cannot be histories, and columns of the wrong
// length, without a name or with values that are not finite. The error wraps
// btyd.ErrInvalidRow and names the column, the row and the value.
func (d Data) Validate() error {
	if err := d.Rows.Validate(); err != nil {
		return err
	}
	if err := validColumns("purchase", d.Purchase, d.PurchaseNames, d.Rows.Len()); err != nil {
		return err
	}
	return validColumns("dropout", d.Dropout, d.DropoutNames, d.Rows.Len())
}

// Compress gathers rows with equal history and covariates into one, with the
// sum of their weights. With a few covariates of few values, and histories at a
// grain of days, a fit becomes many times faster and its answer stays the same.
// The data must be valid.
func (d Data) Compress() Data {
	keys := slices.Concat(d.Purchase, d.Dropout, [][]float64{d.Rows.X, d.Rows.Tx, d.Rows.T})
	index, weight := distinct(keys, d.Rows.W)
	return Data{
		Rows:     btyd.Rows{X: pick(d.Rows.X, index), Tx: pick(d.Rows.Tx, index), T: pick(d.Rows.T, index), W: weight},
		Purchase: pickEach(d.Purchase, index), Dropout: pickEach(d.Dropout, index),
		PurchaseNames: d.PurchaseNames, DropoutNames: d.DropoutNames,
	}
}

// SpendData are mean amounts with the covariates of their customers.
type SpendData struct {
	Rows btyd.SpendRows
	// Covariates holds one column a covariate, each as long as Rows.
	Covariates [][]float64
	Names      []string
}

// Validate is as Data.Validate.
func (d SpendData) Validate() error {
	if err := d.Rows.Validate(); err != nil {
		return err
	}
	return validColumns("spend", d.Covariates, d.Names, d.Rows.Len())
}

// Compress is as Data.Compress.
func (d SpendData) Compress() SpendData {
	index, weight := distinct(slices.Concat(d.Covariates, [][]float64{d.Rows.X, d.Rows.M}), d.Rows.W)
	return SpendData{
		Rows:       btyd.SpendRows{X: pick(d.Rows.X, index), M: pick(d.Rows.M, index), W: weight},
		Covariates: pickEach(d.Covariates, index), Names: d.Names,
	}
}

func validColumns(process string, columns [][]float64, names []string, n int) error {
	if len(columns) != len(names) {
		return fmt.Errorf("%w: %d names for %d %s covariates", btyd.ErrInvalidRow, len(names), len(columns), process)
	}
	for j, c := range columns {
		if names[j] == "" || slices.Contains(names[:j], names[j]) {
			return fmt.Errorf("%w: %s covariate %d is named %q, which is empty or taken", btyd.ErrInvalidRow, process, j, names[j])
		}
		if len(c) != n {
			return fmt.Errorf("%w: %s covariate %s has %d values for %d rows", btyd.ErrInvalidRow, process, names[j], len(c), n)
		}
		for i, v := range c {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("%w: row %d: %s covariate %s is %g; give each customer a finite value",
					btyd.ErrInvalidRow, i, process, names[j], v)
			}
		}
	}
	return nil
}

// distinct returns the index of the first of each group of rows equal in all
// columns, and the groups' weights, in order of the columns.
func distinct(columns [][]float64, w []float64) (index []int, weight []float64) {
	for k, i := range sorted(columns, len(w)) {
		if k > 0 && compare(columns, index[len(index)-1], i) == 0 {
			weight[len(weight)-1] += w[i]
			continue
		}
		index = append(index, i)
		weight = append(weight, w[i])
	}
	return index, weight
}

// sorted is the order of rows by the columns, rows equal in all of them in
// their own order.
func sorted(columns [][]float64, n int) []int {
	index := make([]int, n)
	for i := range index {
		index[i] = i
	}
	order := func(a, b int) int {
		if c := compare(columns, a, b); c != 0 {
			return c
		}
		return cmp.Compare(a, b)
	}
	if !slices.IsSortedFunc(index, order) {
		slices.SortFunc(index, order)
	}
	return index
}

// compare orders two rows of finite columns.
func compare(columns [][]float64, a, b int) int {
	for _, c := range columns {
		if c[a] < c[b] {
			return -1
		}
		if c[a] > c[b] {
			return 1
		}
	}
	return 0
}

func pick(v []float64, index []int) []float64 {
	out := make([]float64, len(index))
	for k, i := range index {
		out[k] = v[i]
	}
	return out
}

func pickEach(columns [][]float64, index []int) [][]float64 {
	out := make([][]float64, len(columns))
	for j, c := range columns {
		out[j] = pick(c, index)
	}
	return out
}
