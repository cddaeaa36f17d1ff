package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/perennial-clv/perennial/internal/value"
)

// Overview is what the first page shows.
type Overview struct {
	Definition     value.Definition      `json:"definition"`
	Input          value.Input           `json:"input"`
	Chosen         value.Chosen          `json:"chosen"`
	Totals         value.Totals          `json:"totals"`
	Headline       []value.Figure        `json:"headline"`
	Notices        []value.Notice        `json:"notices"`
	RevenueByMonth []value.MonthRevenue  `json:"revenue_by_month"`
	Concentration  []value.Concentration `json:"concentration"`
	Cohorts        []value.Cohort        `json:"cohorts"`
	Best           []Customer            `json:"best" doc:"Customers with the highest CLV"`
	Slipping       []Customer            `json:"slipping" doc:"Customers with the highest value at risk"`
}

func registerOverview(api huma.API, f faults, a Analytics) {
	op := operation(http.MethodGet, "/overview", "overview", "Scoring",
		"What customers are worth, in a few numbers and charts", http.StatusNotFound)
	huma.Register(api, op, handle(f, func(ctx context.Context, _ *struct{}) (Overview, error) {
		run, err := a.Run(ctx)
		if err != nil {
			return Overview{}, err
		}
		return overviewOf(run), nil
	}))
}

func overviewOf(run value.Run) Overview {
	return Overview{
		Definition:     run.Definition,
		Input:          run.Input,
		Chosen:         run.Chosen,
		Totals:         run.Totals,
		Headline:       run.Headline,
		Notices:        run.Notices,
		RevenueByMonth: run.Charts.RevenueByMonth,
		Concentration:  run.Charts.Concentration,
		Cohorts:        run.Charts.Cohorts,
		Best:           customersOf(run.Charts.Best),
		Slipping:       customersOf(run.Charts.Slipping),
	}
}
