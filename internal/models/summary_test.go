package models

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/internal/value"
)

func TestSummariesAreRead(t *testing.T) {
	s, err := ReadSummary(strings.NewReader("\ufeffpaid,customer_id,T,recency,frequency,monetary_value,weight\n1,a,38.5,30,2,10,3\n0.5,b,20,0,0,0,1\n"), "file.csv", "paid")
	if err != nil {
		t.Fatal(err)
	}
	want := Summary{
		IDs: []string{"a", "b"}, Histories: []btyd.History{{X: 2, Tx: 30, T: 38.5}, {T: 20}}, Monetary: []float64{10, 0},
		Weights: []float64{3, 1}, Covariates: map[string][]float64{"paid": {1, 0.5}},
	}
	if !reflect.DeepEqual(s, want) {
		t.Errorf("%+v, want %+v", s, want)
	}
}

func TestSummariesThatCannotBeRead(t *testing.T) {
	for _, c := range []struct{ name, text, says string }{
		{"nothing", "", "file.csv is empty"},
		{"no rows", "x,t_x,T,paid\n", "a header and no rows"},
		{"no recency", "x,T,paid\n1,2,3\n", `no column "recency"`},
		{"recency twice", "x,t_x,recency,T,paid\n1,1,1,2,3\n", "two columns for recency"},
		{"no covariate", "x,t_x,T\n1,1,2\n", `file.csv has no column "paid"; its columns are x, t_x, T`},
		{"a word", "x,t_x,T,paid\n1,one,2,0\n", `file.csv, line 2: column 2: "one" is not a number`},
		{"a category", "x,t_x,T,paid\n1,1,2,0\n1,1,2,red\n", `file.csv, line 3: column 4 (paid): "red" is not a number`},
		{"a gap", "x,t_x,T,paid\n1,1,2,\n", `column 4 (paid): "" is not a number`},
		{"a covariate without end", "x,t_x,T,paid\n1,1,2,Inf\n", `column 4 (paid): "Inf" is not a number`},
		{"late", "x,t_x,T,paid\n1,3,2,0\n", "line 2: x 1, t_x 3, T 2: T must not be before t_x"},
		{"half a customer less", "x,t_x,T,paid,weight\n1,1,2,0,-1\n", "a weight of -1"},
		{"a weight without end", "x,t_x,T,paid,weight\n1,1,2,0,Inf\n", "a weight of +Inf"},
		{"spend without end", "x,t_x,T,paid,monetary\n1,1,2,0,NaN\n", "column 5: spend of NaN"},
	} {
		_, err := ReadSummary(strings.NewReader(c.text), "file.csv", "paid")
		var e *value.Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", c.name, err, c.says)
		}
	}
}

func FuzzReadSummary(f *testing.F) {
	for _, text := range []string{
		"frequency,recency,T,paid\n1,1,2,0\n", "customer_id,x,t_x,T,monetary_value,weight,paid\na,2,3,4,5,6,1\n", "x,tx,t,paid\n0,0,0,0\n", "\"x\n", "x,t_x,T,paid\n1,1\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ReadSummary(strings.NewReader(text), "file.csv", "paid")
		if err != nil {
			var e *value.Error
			if !errors.As(err, &e) {
				t.Errorf("an error of no kind: %v", err)
			}
			return
		}
		n := len(s.Histories)
		if n == 0 || len(s.Weights) != n || len(s.Covariates["paid"]) != n || s.IDs != nil && len(s.IDs) != n || s.Monetary != nil && len(s.Monetary) != n {
			t.Errorf("columns of different lengths: %+v", s)
		}
		if err := s.Rows().Validate(); err != nil {
			t.Errorf("rows that cannot be: %v", err)
		}
	})
}
