package api

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/perennial-clv/perennial/internal/value"
)

// books remembers what it was asked.
type books struct{ asked []string }

func (b *books) Value(_ context.Context, q value.Question) (value.Ladder, error) {
	t, err := q.Changes.Apply(value.Terms{})
	if err != nil {
		return value.Ladder{}, err
	}
	b.asked = append(b.asked, fmt.Sprint(q.Changes.List(), q.Period.Words()))
	return value.Ladder{Definition: value.DefineLadder(t, q.Period)}, nil
}

func (b *books) Compare(ctx context.Context, q value.Question, other value.Changes) (value.Comparison, error) {
	l, err := b.Value(ctx, q)
	b.asked = append(b.asked, fmt.Sprint(other.List()))
	return value.Comparison{From: l}, err
}

func TestValueIsAskedUnderTheDefinitionGiven(t *testing.T) {
	b := &books{}
	h := New(Options{Money: b, Log: quiet()})
	w := get(h, root+"/value?basis=net&refunds=order_date&currency=EUR&from=2024-01-01&as_of=2024-06-30")
	var l value.Ladder
	if err := json.Unmarshal(w.Body.Bytes(), &l); err != nil || w.Code != 200 {
		t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	if d := l.Definition; d.Basis != value.Net || d.Refunds != value.OrderDate || d.Currency != "EUR" || d.From.String() != "2024-01-01" || len(d.Words) == 0 {
		t.Errorf("the answer carries %+v", d)
	}
	if !strings.Contains(w.Body.String(), `"ladder":[]`) || !strings.Contains(w.Body.String(), `"total":null`) || !strings.Contains(w.Body.String(), `"waterfalls":[],"notes":[]`) {
		t.Errorf("the answer is %s", w.Body)
	}
	if w := get(h, root+"/value/compare?basis=gross&with=refunds%3Dorder_date,basis%3Dnet"); w.Code != 200 {
		t.Errorf("compare: %d %s", w.Code, w.Body)
	}
	want := "[basis=net refunds=order_date currency=EUR]Period: from 2024-01-01, as of 2024-06-30.|[basis=gross]|[basis=net refunds=order_date]"
	if got := strings.Join(b.asked, "|"); got != want {
		t.Errorf("asked %s, want %s", got, want)
	}
}

func TestQuestionsOfValueThatCannotBe(t *testing.T) {
	h := New(Options{Money: &books{}, Log: quiet()})
	for _, q := range []string{"/value?basis=profit", "/value?from=soon", "/value?from=2024-02-01&to=2024-01-01", "/value?colour=red",
		"/value?zone=Mars/Phobos", "/value/compare", "/value/compare?with=basis", "/value?serve_cost=-1"} {
		if w := get(h, root+q); w.Code != 422 {
			t.Errorf("%s: %d %s", q, w.Code, w.Body)
		}
	}
	if w := get(New(Options{Log: quiet()}), root+"/value"); w.Code != 404 {
		t.Errorf("without orders: %d", w.Code)
	}
}
