package duckdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	duck "github.com/duckdb/duckdb-go/v2"

	"github.com/perennial-clv/perennial/internal/store"
)

// Shapes streams the distinct histories of a window, ordered.
func (w *workbench) Shapes(ctx context.Context, win store.Window, emit func(store.Shape) error) error {
	f := w.fields()
	f["Calibration"] = win == store.UpToCalibrationEnd
	err := ask(ctx, w.conn, "shapes", f, func(r *sql.Rows) error {
		var s store.Shape
		if err := r.Scan(&s.X, &s.TxDays, &s.TDays, &s.Holdout, &s.Customers, &s.SumMean, &s.SumMeanSquared); err != nil {
			return err
		}
		return emit(s)
	})
	return explain("read histories", err)
}

// Spends streams the mean spends of repeat customers.
func (w *workbench) Spends(ctx context.Context, win store.Window, emit func(store.Spend) error) error {
	f := map[string]any{"Days": "days", "Mean": "mean_repeat"}
	if win == store.UpToCalibrationEnd {
		f = map[string]any{"Days": "calibration_days", "Mean": "calibration_mean_repeat"}
	}
	err := ask(ctx, w.conn, "spends", f, func(r *sql.Rows) error {
		var s store.Spend
		if err := r.Scan(&s.X, &s.Mean, &s.Customers); err != nil {
			return err
		}
		return emit(s)
	})
	return explain("read spends", err)
}

// appendShapes hands the models' answers to the engine in bulk.
func (w *workbench) appendShapes(ctx context.Context, scores []store.ShapeScore) error {
	if _, err := run(ctx, w.conn, "shape_scores_create", nil); err != nil {
		return err
	}
	return w.conn.Raw(func(c any) (err error) {
		raw, ok := c.(driver.Conn)
		if !ok {
			return errors.New("append scores: not a driver connection")
		}
		a, err := duck.NewAppender(raw, "temp", "main", "shape_scores")
		if err != nil {
			return fmt.Errorf("append scores: %w", err)
		}
		defer func() { err = errors.Join(err, a.Close()) }()
		for i, s := range scores {
			if i%100_000 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			err := a.AppendRow(s.X, s.TxDays, s.TDays, s.PAlive, s.ExpectedOrders, s.Discounted,
				s.SpendBase, s.SpendSlope, s.ScaleBase, s.ScaleSlope, s.Low, s.High, s.NextDays)
			if err != nil {
				return fmt.Errorf("append scores: %w", err)
			}
		}
		return nil
	})
}
