package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

const (
	ofLines   = "order lines"
	ofRecords = "Shopify export"
	again     = "the same file again"
)

// importSize is a file to be imported: how many rows, and how often the two
// sides take turns.
type importSize struct {
	size  string
	rows  int
	turns int
}

// lineLogs are the logs of order lines.
func (b *bench) lineLogs() []importSize {
	if b.small {
		return []importSize{{"100 k", 100_000, 2}}
	}
	return []importSize{{"1 M", 1_000_000, 3}, {"10 M", 10_000_000, 3}, {"30 M", 30_000_000, 1}}
}

// shopifyExports are the exports that are read row by row.
func (b *bench) shopifyExports() []importSize {
	if b.small {
		return []importSize{{"10 k", 10_000, 1}}
	}
	return []importSize{{"100 k", 100_000, 3}, {"1 M", 1_000_000, 3}, {"3 M", 3_000_000, 1}}
}

// imports measures files on disk to records kept, beside DuckDB's own COPY of
// the same lines, and the same file once more.
func imports(b *bench) error {
	for _, log := range b.lineLogs() {
		file, err := b.orderLines(log.rows)
		if err != nil {
			return err
		}
		for range log.turns {
			if err := b.importOnce(log, ofLines, "peer", file); err != nil {
				return err
			}
			if err := b.importOnce(log, ofLines, "perennial", file); err != nil {
				return err
			}
			if err := b.importOnce(log, again, "perennial", file); err != nil {
				return err
			}
		}
	}
	for _, export := range b.shopifyExports() {
		file, err := b.shopify(export.rows)
		if err != nil {
			return err
		}
		for range export.turns {
			if err := b.importOnce(export, ofRecords, "perennial", file); err != nil {
				return err
			}
		}
	}
	return nil
}

// importOnce is one import, into a place of its own unless it is one again.
func (b *bench) importOnce(of importSize, job, side, file string) error {
	into := b.file("import-data")
	if job != again {
		if err := os.RemoveAll(into); err != nil {
			return err
		}
	}
	program, args := b.file("perennial"), []string{"import", file, "--data", into}
	if side == "peer" {
		if err := os.MkdirAll(into, 0o755); err != nil {
			return err
		}
		program, args = b.file("copy"), []string{file, into + "/copy.duckdb"}
	}
	s, err := measure(program, args...)
	if err != nil {
		return err
	}
	if said := strings.TrimSpace(string(s.Output)); side == "peer" && said != strconv.Itoa(of.rows) {
		return fmt.Errorf("COPY read %s rows of %d", said, of.rows)
	}
	return b.results.add(measurement{Stage: "import", Size: of.size, Job: job, Side: side, Rows: of.rows, Samples: []sample{s}, Note: b.commit})
}

// Bars: how many times the CPU of COPY an import may take, how many seconds a
// known file of 10 million rows, and how many lines a second one core is to
// take in of files of that size.
const (
	importBar = 2.0
	knownBar  = 5.0
	linesBar  = 1_000_000
)

// importTable is every import beside the copy of the same lines.
func importTable(r results) string {
	var rows [][]string
	for _, m := range r.Measurements {
		if m.Stage != "import" {
			continue
		}
		s := m.typical()
		who, beside := "`perennial import`", ""
		if m.Side == "peer" {
			who = "DuckDB's `COPY`"
		} else if peer := r.find("import", m.Size, m.Job, "peer"); peer != nil {
			beside = fmt.Sprintf("%.2f (%.2f)", s.CPU/peer.typical().CPU, s.Seconds/peer.typical().Seconds)
		}
		rate := thousands(float64(m.Rows) / s.CPU)
		if m.Job == again {
			rate = ""
		}
		rows = append(rows, []string{fmt.Sprintf("%s, %s rows: %s", m.Job, m.Size, who), seconds(s.Seconds), seconds(s.CPU), rate, thousands(s.PeakMB), beside})
	}
	return table([]string{"File", "s", "CPU s", "rows/s a core", "peak MB", "× `COPY`'s CPU (time)"}, rows)
}

// missedImports lists what was promised of imports and is not kept.
func missedImports(r results) (missed []string) {
	for _, size := range r.sizes("import") {
		ours, theirs := r.find("import", size, ofLines, "perennial"), r.find("import", size, ofLines, "peer")
		if ours == nil || theirs == nil {
			continue
		}
		if got := ours.typical().CPU / theirs.typical().CPU; got > importBar {
			missed = append(missed, fmt.Sprintf("import of %s order lines: %.1f times the CPU of COPY, of %.0f", size, got, importBar))
		}
		if rate := float64(ours.Rows) / ours.typical().CPU; ours.Rows >= 10_000_000 && rate < linesBar {
			missed = append(missed, fmt.Sprintf("import of %s order lines: %s lines a second a core of %s, where COPY does %s",
				size, thousands(rate), thousands(linesBar), thousands(float64(theirs.Rows)/theirs.typical().CPU)))
		}
		if known := r.find("import", size, again, "perennial"); known != nil && known.typical().Seconds > knownBar {
			missed = append(missed, fmt.Sprintf("a known file of %s order lines: %.1f s of %.0f s", size, known.typical().Seconds, knownBar))
		}
	}
	return missed
}

// importedAt is the commit of which imports were measured.
func importedAt(r results) string {
	for _, m := range r.Measurements {
		if m.Stage == "import" {
			return m.Note
		}
	}
	return "none"
}
