package duckdb

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// ExportScores writes all scores to files, best first up to sheetRows of them;
// all files at once, since text keeps only one core busy.
func (s *Store) ExportScores(ctx context.Context, files ...store.ScoreFile) error {
	var cents, fits bool
	var customers int64
	if err := s.db.QueryRowContext(ctx, mustQuestion("scores_money_scale")).Scan(&cents, &fits, &customers); err != nil {
		return explain("write the scores", err)
	}
	copies := make([]copying, len(files))
	for i, f := range files {
		rows, err := scoreRows(f.Format, cents, fits)
		if err != nil {
			return err
		}
		copies[i] = copying{rows, f.Path, f.Format}
	}
	return s.export(ctx, customers <= sheetRows, copies...)
}

// scoreRows is the question whose answer a score file holds. Parquet keeps
// numbers as numbers; text is rounded, to decimals unless the figures are
// astronomical.
func scoreRows(format string, cents, fits bool) (string, error) {
	scale := 6
	if cents {
		scale = 2
	}
	round := func(column string, decimals int) string {
		switch {
		case format == "parquet":
			return column
		case fits:
			return fmt.Sprintf("%s::DECIMAL(18, %d)", column, decimals)
		}
		return fmt.Sprintf("round(%s, %d)", column, decimals)
	}
	return question("scores_export", map[string]any{"Scale": scale, "Round": round})
}

// copying is a question whose answer goes to a file.
type copying struct{ rows, path, format string }

// export writes answers to files; in their order if that matters, faster
// otherwise.
func (s *Store) export(ctx context.Context, ordered bool, copies ...copying) error {
	restore, err := s.keepOrder(ctx, ordered)
	if err != nil {
		return explain("write results", err)
	}
	errs := make([]error, len(copies)+1)
	var all sync.WaitGroup
	for i, c := range copies {
		all.Go(func() { errs[i] = s.copyTo(ctx, c) })
	}
	all.Wait()
	errs[len(copies)] = restore()
	return errors.Join(errs...)
}

// copyTo writes one file.
func (s *Store) copyTo(ctx context.Context, c copying) error {
	how := "(FORMAT csv, HEADER true)"
	if c.format == "parquet" {
		how = "(FORMAT parquet, COMPRESSION snappy)"
	}
	_, err := s.db.ExecContext(ctx, fmt.Sprintf("COPY (%s) TO %s %s", strings.TrimRight(c.rows, "; \n"), quote(c.path), how))
	return explain("write "+c.path, err)
}

// keepOrder makes what is written come out in the order of its query, until
// restored. The database does not do so by itself: it costs time.
func (s *Store) keepOrder(ctx context.Context, ordered bool) (restore func() error, err error) {
	if !ordered {
		return func() error { return nil }, nil
	}
	s.ordering.Lock()
	if _, err := s.db.ExecContext(ctx, "SET preserve_insertion_order = true"); err != nil {
		s.ordering.Unlock()
		return nil, err
	}
	return func() error {
		defer s.ordering.Unlock()
		_, err := s.db.ExecContext(context.WithoutCancel(ctx), "SET preserve_insertion_order = false")
		return err
	}, nil
}

// scoreCSV writes scores row by row, for selections.
type scoreCSV struct {
	buffer *bufio.Writer
	csv    *csv.Writer
}

// scoreHeader are the columns of scores.csv.
var scoreHeader = []string{"customer_id", "first_order", "last_order", "orders", "frequency", "recency", "T",
	"historic_value", "mean_order_value", "p_alive", "expected_orders", "expected_order_value", "clv", "clv_low",
	"clv_high", "expected_next_order", "median_days_between_orders", "risk"}

func newScoreCSV(w io.Writer) (*scoreCSV, error) {
	b := bufio.NewWriterSize(w, 1<<16)
	c := csv.NewWriter(b)
	return &scoreCSV{b, c}, c.Write(scoreHeader)
}

func (w *scoreCSV) write(s value.Score) error {
	return w.csv.Write([]string{safeCell(s.CustomerID), s.FirstOrder.String(), s.LastOrder.String(),
		strconv.Itoa(s.Orders), strconv.Itoa(s.Frequency), number(&s.Recency, 8), number(&s.T, 8),
		s.HistoricValue.String(), number(s.MeanOrderValue, 6), number(s.PAlive, 10), number(s.ExpectedOrders, 10),
		number(s.ExpectedOrderValue, 6), number(s.CLV, 6), number(s.CLVLow, 6), number(s.CLVHigh, 6),
		s.ExpectedNextOrder.String(), number(s.MedianDaysBetweenOrders, 1), s.Risk})
}

func (w *scoreCSV) flush() error {
	w.csv.Flush()
	if err := w.csv.Error(); err != nil {
		return fmt.Errorf("write selection: %w", err)
	}
	return w.buffer.Flush()
}

// safeCell keeps a spreadsheet from running an id as a formula.
func safeCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// number prints with at most the decimals given; empty when not known.
func number(v *float64, decimals int) string {
	if v == nil {
		return ""
	}
	s := strconv.FormatFloat(*v, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
