package duckdb

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/perennial-clv/perennial/internal/value"
)

// ExportScores writes all scores to a file, best first up to sheetRows of them.
func (s *Store) ExportScores(ctx context.Context, path, format string) error {
	var cents, fits bool
	var customers int64
	if err := s.db.QueryRowContext(ctx, mustQuestion("scores_money_scale")).Scan(&cents, &fits, &customers); err != nil {
		return explain("write "+path, err)
	}
	scale := 6
	if cents {
		scale = 2
	}
	// Parquet keeps numbers as numbers; text is rounded, to decimals unless
	// the figures are astronomical.
	round := func(column string, decimals int) string {
		switch {
		case format == "parquet":
			return column
		case fits:
			return fmt.Sprintf("%s::DECIMAL(18, %d)", column, decimals)
		}
		return fmt.Sprintf("round(%s, %d)", column, decimals)
	}
	rows, err := question("scores_export", map[string]any{"Scale": scale, "Round": round})
	if err != nil {
		return err
	}
	return s.export(ctx, rows, path, format, customers <= sheetRows)
}

// export writes the rows of a question to a file; in their order if that
// matters, faster otherwise.
func (s *Store) export(ctx context.Context, rows, path, format string, ordered bool) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return explain("open the data store", err)
	}
	defer conn.Close()
	how := "(FORMAT csv, HEADER true)"
	if format == "parquet" {
		how = "(FORMAT parquet, COMPRESSION snappy)"
	}
	restore, err := keepOrder(ctx, conn, ordered)
	if err != nil {
		return explain("write "+path, err)
	}
	_, err = conn.ExecContext(ctx, fmt.Sprintf("COPY (%s) TO %s %s", strings.TrimRight(rows, "; \n"), quote(path), how))
	return explain("write "+path, errors.Join(err, restore()))
}

// keepOrder makes what a connection writes come out in the order of its query,
// until restored. Connections do not do so by themselves: it costs time.
func keepOrder(ctx context.Context, conn *sql.Conn, ordered bool) (restore func() error, err error) {
	if !ordered {
		return func() error { return nil }, nil
	}
	set := func(ctx context.Context, to bool) error {
		_, err := conn.ExecContext(ctx, fmt.Sprintf("SET preserve_insertion_order = %t", to))
		return err
	}
	return func() error { return set(context.WithoutCancel(ctx), false) }, set(ctx, true)
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
