package tenure_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/tenure"
)

// TestCompress: gathering rows keeps every sum, and does not depend on order.
func TestCompress(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) tenure.Observation {
			o := tenure.Observation{Entry: float64(rapid.IntRange(0, 3).Draw(t, "entry")), Lost: rapid.Bool().Draw(t, "lost")}
			o.Exit = o.Entry + float64(rapid.IntRange(1, 3).Draw(t, "watched"))
			return o
		}), 0, 60).Draw(t, "observations")
		rows := tenure.Compress(list)
		losses, exposure := 0.0, 0.0
		for _, o := range list {
			exposure += o.Exit - o.Entry
			if o.Lost {
				losses++
			}
		}
		if err := rows.Validate(); err != nil || rows.Customers() != float64(len(list)) || rows.Losses() != losses || rows.Exposure() != exposure {
			t.Fatalf("%+v of %+v, %v", rows, list, err)
		}
		seen := map[tenure.Observation]bool{}
		for i := range rows.Len() {
			if seen[rows.At(i)] {
				t.Fatalf("%+v twice", rows.At(i))
			}
			seen[rows.At(i)] = true
		}
		slices.Reverse(list)
		if again := tenure.Compress(list); !slices.Equal(again.W, rows.W) || !slices.Equal(again.Exit, rows.Exit) {
			t.Fatalf("%+v, in another order %+v", rows, again)
		}
		// Before and after a tenure add up to the whole.
		const cut = 2
		before := 0.0
		for i := range rows.Len() {
			before += rows.W[i] * math.Max(0, math.Min(cut, rows.Exit[i])-rows.EntryOf(i))
		}
		if got := before + rows.After(cut).Exposure(); got != exposure {
			t.Fatalf("exposure %g, in two parts %g", exposure, got)
		}
	})
}

func TestEvery(t *testing.T) {
	rows := tenure.Rows{Exit: []float64{1, 2, 3, 4, 5, 6}, Lost: make([]bool, 6), W: []float64{1, 2, 3, 4, 5, 6}}
	if got := rows.Every(2); !slices.Equal(got.Exit, []float64{2, 4, 6}) || got.Customers() != 12 || got.Validate() != nil {
		t.Errorf("%+v", got)
	}
	if got := rows.Every(1); got.Len() != 6 || got.Entry != nil {
		t.Errorf("%+v", got)
	}
}

func TestRefusals(t *testing.T) {
	yes, one := []bool{true, true}, []float64{1, 1}
	for _, c := range []struct {
		rows tenure.Rows
		want error
		says string
	}{
		{tenure.Rows{Exit: []float64{1, 2}, Lost: yes, W: one}, nil, ""},
		{tenure.Rows{Exit: []float64{1, 2}, Lost: yes[:1], W: one}, btyd.ErrInvalidRow, "lengths"},
		{tenure.Rows{Entry: []float64{0}, Exit: []float64{1, 2}, Lost: yes, W: one}, btyd.ErrInvalidRow, "entry 1"},
		{tenure.Rows{Exit: []float64{1, -2}, Lost: yes, W: one}, btyd.ErrInvalidRow, "row 1 (entry 0, exit -2"},
		{tenure.Rows{Exit: []float64{1, math.NaN()}, Lost: yes, W: one}, btyd.ErrInvalidRow, "exit NaN"},
		{tenure.Rows{Exit: []float64{1, math.Inf(1)}, Lost: yes, W: one}, btyd.ErrInvalidRow, "finite"},
		{tenure.Rows{Exit: []float64{1, 0}, Lost: yes, W: one}, btyd.ErrInvalidRow, "watched"},
		{tenure.Rows{Entry: []float64{0, -1}, Exit: []float64{1, 2}, Lost: yes, W: one}, btyd.ErrInvalidRow, "entry -1"},
		{tenure.Rows{Entry: []float64{0, 3}, Exit: []float64{1, 2}, Lost: yes, W: one}, btyd.ErrInvalidRow, "before entry"},
		{tenure.Rows{Exit: []float64{1, 2}, Lost: yes, W: []float64{1, 0}}, btyd.ErrInvalidRow, "weight 0"},
		{tenure.Rows{Exit: []float64{1, 2}, Lost: []bool{false, false}, W: one}, btyd.ErrTooLittleData, "no customer was lost"},
		{tenure.Rows{Exit: []float64{1, 0}, Lost: []bool{true, false}, W: one}, btyd.ErrTooLittleData, "1 customers"},
	} {
		err := c.rows.Enough(2)
		if !errors.Is(err, c.want) || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v", c.rows, err)
		}
	}
	if err := (tenure.Observation{Exit: -1}).Validate(); !errors.Is(err, btyd.ErrInvalidRow) {
		t.Errorf("negative exit: %v", err)
	}
}
