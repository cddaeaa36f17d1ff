package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/perennial-clv/perennial/internal/value"
)

// Models is what was fitted, how it did on days it had not seen, and why the
// chosen model was chosen.
type Models struct {
	Definition    value.Definition       `json:"definition"`
	Models        []value.Fit            `json:"models"`
	Backtest      *value.Backtest        `json:"backtest"`
	Comparison    *value.ModelComparison `json:"comparison"`
	Chosen        value.Chosen           `json:"chosen"`
	Notices       []value.Notice         `json:"notices"`
	Tracking      []value.TrackingPoint  `json:"tracking"`
	TrackingSplit value.Date             `json:"tracking_split"`
	Frequency     []value.FrequencyBar   `json:"frequency"`
	Calibration   []value.CalibrationBin `json:"calibration"`
	AliveMatrix   value.AliveMatrix      `json:"alive_matrix"`
}

func registerModels(api huma.API, f faults, a Analytics) {
	op := operation(http.MethodGet, "/models", "models", "Scoring",
		"The fitted models, their backtest, and the choice", http.StatusNotFound)
	huma.Register(api, op, handle(f, func(ctx context.Context, _ *struct{}) (Models, error) {
		run, err := a.Run(ctx)
		if err != nil {
			return Models{}, err
		}
		return modelsOf(run), nil
	}))
}

func modelsOf(run value.Run) Models {
	return Models{
		Definition:    run.Definition,
		Models:        run.Models,
		Backtest:      run.Backtest,
		Comparison:    run.Comparison,
		Chosen:        run.Chosen,
		Notices:       run.Notices,
		Tracking:      run.Charts.Tracking,
		TrackingSplit: run.Charts.TrackingSplit,
		Frequency:     run.Charts.Frequency,
		Calibration:   run.Charts.Calibration,
		AliveMatrix:   run.Charts.AliveMatrix,
	}
}
