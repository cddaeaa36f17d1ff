package models

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd/tenure"
	"github.com/perennial-clv/perennial/internal/value"
)

func date(t *testing.T, text string) value.Date {
	d, err := value.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTenuresAreReadFromWhatTablesLookLike(t *testing.T) {
	want := tenure.Rows{Exit: []float64{1, 2, 2}, Lost: []bool{false, true, false}, W: []float64{1, 2, 3}}
	for name, c := range map[string]struct {
		text    string
		columns TenureColumns
		dated   bool
	}{
		"a row a customer": {text: "\ufefftenure,Churn\n2,Yes\n2,no\n1,0\n2,1\n2,FALSE\n2,f\n"},
		"weights":          {text: "churned,n,tenure\ntrue,2,2\nfalse,3,2\nfalse,1,1\n"},
		"names given":      {text: "tenure,months,gone\n9,2,y\n9,2,Y\n9,2,n\n9,2,n\n9,2,n\n9,1,n\n", columns: TenureColumns{Tenure: "Months", Churned: "gone"}},
		"days": {dated: true, columns: TenureColumns{UnitDays: 7},
			text: "start,end\n2024-01-01,2024-01-15\n2024-01-02 10:00,2024-01-16T09:00:00Z\n2024-01-15,\n2024-01-15,\n2024-01-15,\n2024-01-22,\n2024-01-29,2024-01-29\n"},
		"days, read earlier": {dated: true, columns: TenureColumns{UnitDays: 7, AsOf: date(t, "2024-01-29")},
			text: "start,end\n2024-01-01,2024-01-15\n2024-01-02,2024-01-16\n2024-01-15,2024-02-03\n2024-01-15,\n2024-01-15,\n2024-01-22,2024-05-01\n2024-02-02,\n"},
		"days, and who left": {dated: true, columns: TenureColumns{UnitDays: 7, Start: "from", End: "seen"},
			text: "tenure,from,seen,lost\n0,2024-01-01,2024-01-15,1\n0,2024-01-01,2024-01-15,1\n0,2024-01-01,2024-01-15,0\n0,2024-01-01,2024-01-15,0\n0,2024-01-01,2024-01-15,0\n0,2024-01-01,2024-01-08,0\n"},
	} {
		got, err := ReadTenures(strings.NewReader(c.text), name, c.columns)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		rows := got.Rows
		if name == "days" { // one began and left on the last day
			rows.Exit, rows.Lost, rows.W = rows.Exit[1:], rows.Lost[1:], rows.W[1:]
		}
		if !reflect.DeepEqual(rows, want) || got.Dated != c.dated {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

func TestTablesOfTenuresThatCannotBeRead(t *testing.T) {
	for _, c := range []struct {
		name, text, says string
		columns          TenureColumns
	}{
		{name: "nothing", says: "file.csv is empty"},
		{name: "no rows", text: "tenure,churn\n", says: "a header and no rows"},
		{name: "no tenure", text: "churn,x\n1,2\n", says: "no column of tenures"},
		{name: "no loss", text: "tenure,x\n1,2\n", says: "no column that says who has left"},
		{name: "no end", text: "start,x\n2024-01-01,2\n", says: "no column of the days on which tenures ended"},
		{name: "another name", text: "tenure,churn\n1,1\n", columns: TenureColumns{Churned: "left"}, says: `no column "left"; its columns are tenure, churn`},
		{name: "no number", text: "tenure,churn\n1,1\ntwo,1\n", says: `file.csv, line 3, column 1 (tenure): "two" is not a number`},
		{name: "below zero", text: "tenure,churn\n-1,1\n", says: "line 2, column 1 (tenure): a tenure of -1"},
		{name: "without end", text: "tenure,churn\nInf,1\n", says: "a tenure of +Inf"},
		{name: "not known", text: "tenure,churn\nNaN,1\n", says: "a tenure of NaN"},
		{name: "perhaps", text: "tenure,churn\n1,maybe\n", says: `line 2, column 2 (churn): "maybe" does not say`},
		{name: "nobody", text: "tenure,churn,weight\n1,1,0\n", says: `line 2, column 3 (weight): "0" is not a number of customers`},
		{name: "no day", text: "start,end\n2024-13-01,\n", says: "line 2, column 1 (start): parse date"},
		{name: "backwards", text: "start,end\n2024-02-01,2024-01-01\n", says: "column 2 (end): 2024-01-01 is before the start"},
		{name: "left, no day", text: "start,end,churned\n2024-02-01,,yes\n", says: "a customer who has left needs the day"},
		{name: "too early", text: "start,end\n2024-02-01,\n", columns: TenureColumns{AsOf: date(t, "2023-01-01")}, says: "nobody in file.csv had begun by 2023-01-01"},
		{name: "a short row", text: "tenure,churn\n1\n", says: "wrong number of fields"},
	} {
		c.columns.UnitDays = 7
		_, err := ReadTenures(strings.NewReader(c.text), "file.csv", c.columns)
		var e *value.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", c.name, err, c.says)
		}
	}
}

func FuzzReadTenures(f *testing.F) {
	for _, text := range []string{
		"tenure,Churn\n2,Yes\n1.5,no\n", "churned,n,tenure\ntrue,2,2\n", "start,end\n2024-01-01,2024-01-15\n2024-01-02,\n",
		"start,end,churned\n2024-01-01T00:00,2024-01-15,1\n", "tenure,churn\n1,\n", "\"tenure\n,churn",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ReadTenures(strings.NewReader(text), "file.csv", TenureColumns{UnitDays: 7})
		if err != nil {
			var e *value.Error
			if !errors.As(err, &e) {
				t.Errorf("an error of no kind: %v", err)
			}
			return
		}
		if sum := got.Rows.Customers(); got.Rows.Len() == 0 || !(sum > 0) {
			t.Errorf("%d rows of %g customers", got.Rows.Len(), sum)
		}
		if err := got.Rows.Validate(); err != nil && !math.IsInf(got.Rows.Customers(), 1) {
			t.Errorf("rows that cannot be: %v", err)
		}
	})
}
