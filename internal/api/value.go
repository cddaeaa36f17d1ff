package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/perennial-clv/perennial/internal/value"
)

// Money answers what was sold and earned.
type Money interface {
	Value(ctx context.Context, q value.Question) (value.Ladder, error)
	// Compare asks again under another definition and explains the difference.
	Compare(ctx context.Context, q value.Question, other value.Changes) (value.Comparison, error)
}

// LadderAnswer is a ladder with what a reader needs beside it.
type LadderAnswer struct {
	value.Ladder
	Waterfalls []value.Waterfall `json:"waterfalls" doc:"From gross sales to contribution: one a rung, and one for the total where that is not a rung"`
	Notes      []string          `json:"notes" doc:"What to know beside the figures"`
}

// ValueQuestion is a value.Question as parameters.
type ValueQuestion struct {
	value.Changes
	From string `query:"from" doc:"First day that counts, YYYY-MM-DD, in the business's zone"`
	To   string `query:"to" doc:"Last day that counts"`
	AsOf string `query:"as_of" doc:"Last day whose orders and refunds are seen"`
}

type comparisonQuestion struct {
	ValueQuestion
	With string `query:"with" required:"true" example:"refunds=order_date,basis=net" doc:"What differs in the other definition, separated by commas"`
}

func registerValue(api huma.API, f faults, m Money) {
	op := operation(http.MethodGet, "/value", "value", "Value", "What was sold and earned, from gross sales to contribution, by currency",
		http.StatusNotFound, http.StatusUnprocessableEntity)
	op.Description = "Under the workspace's definition, changed as the parameters say. The answer carries its definition."
	huma.Register(api, op, handle(f, func(ctx context.Context, in *ValueQuestion) (LadderAnswer, error) {
		q, err := in.question()
		if err != nil {
			return LadderAnswer{}, err
		}
		if m == nil {
			return LadderAnswer{}, noMoney()
		}
		l, err := m.Value(ctx, q)
		return LadderAnswer{l, l.Waterfalls(), l.Notes()}, err
	}))
	op = operation(http.MethodGet, "/value/compare", "compare-value", "Value", "One question under two definitions, and the difference explained",
		http.StatusNotFound, http.StatusUnprocessableEntity)
	op.Description = "The steps of each waterfall lead from the first definition's value to the second's and add up exactly."
	huma.Register(api, op, handle(f, func(ctx context.Context, in *comparisonQuestion) (value.Comparison, error) {
		q, err := in.question()
		if err != nil {
			return value.Comparison{}, err
		}
		other, err := value.ParseChanges(in.With)
		if err != nil {
			return value.Comparison{}, err
		}
		if m == nil {
			return value.Comparison{}, noMoney()
		}
		return m.Compare(ctx, q, other)
	}))
}

func noMoney() error { return value.Errorf(value.NotFound, "This server keeps no orders") }

// question reads the parameters.
func (in *ValueQuestion) question() (value.Question, error) {
	p, err := value.ParsePeriod(in.From, in.To, in.AsOf)
	return value.Question{Changes: in.Changes, Period: p}, err
}
