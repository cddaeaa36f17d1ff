// Command fit times the maximum likelihood fits on a file of distinct
// customers, and makes such files by simulation. It exists to be compared
// with other software on the same rows.
//
//	fit file.csv            fits every model the columns allow, prints JSON
//	fit -simulate 1000000 -model bgnbd -seed 1 -out file.csv
//
// Columns are x,tx,T and, for spend, m: repeat purchases, recency, age in
// weeks and mean repeat amount (empty or 0 without repeat purchases).
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "fit:", err)
		os.Exit(1)
	}
}

func run() error {
	n := flag.Int("simulate", 0, "make this many customers instead of fitting")
	model := flag.String("model", "bgnbd", "process to simulate: bgnbd or paretonbd")
	seed := flag.Uint64("seed", 1, "seed of the simulation")
	out := flag.String("out", "", "file to write simulated customers to")
	only := flag.String("only", "bgnbd,mbgnbd,paretonbd,gammagamma", "models to fit")
	flag.Parse()
	if *n > 0 {
		return simulate(*n, *model, *seed, *out)
	}
	if flag.NArg() != 1 {
		return fmt.Errorf("one file wanted; see -help")
	}
	rows, spend, err := read(flag.Arg(0))
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(fitAll(rows, spend, *only))
}

// result is one line of the comparison.
type result struct {
	Name          string    `json:"name"`
	Seconds       float64   `json:"seconds"`
	CPU           float64   `json:"cpu_seconds"`
	LogLikelihood float64   `json:"log_likelihood"`
	Parameters    []float64 `json:"parameters"`
	StdErr        []float64 `json:"standard_errors"`
	Rows          int       `json:"rows"`
	Error         string    `json:"error,omitempty"`
}

func fitAll(rows btyd.Rows, spend btyd.SpendRows, only string) (results []result) {
	ctx, opts := context.Background(), btyd.Options{}
	fits := []struct {
		name string
		fit  func() (btyd.Diagnostics, error)
	}{
		{"bgnbd", func() (btyd.Diagnostics, error) { _, d, err := bgnbd.Fit(ctx, rows, opts); return d, err }},
		{"mbgnbd", func() (btyd.Diagnostics, error) { _, d, err := mbgnbd.Fit(ctx, rows, opts); return d, err }},
		{"paretonbd", func() (btyd.Diagnostics, error) { _, d, err := paretonbd.Fit(ctx, rows, opts); return d, err }},
		{"gammagamma", func() (btyd.Diagnostics, error) { _, d, err := gammagamma.Fit(ctx, spend, opts); return d, err }},
	}
	for _, f := range fits {
		named := strings.Contains(","+only+",", ","+f.name+",")
		if !named || f.name == "gammagamma" && spend.Len() == 0 {
			continue
		}
		start, cpu := time.Now(), cpuSeconds()
		d, err := f.fit()
		r := result{Name: f.name, Seconds: time.Since(start).Seconds(), CPU: cpuSeconds() - cpu, LogLikelihood: d.LogLikelihood,
			Parameters: d.Estimate, StdErr: d.StdErr, Rows: d.Rows}
		if err != nil {
			r.Error = err.Error()
		}
		results = append(results, r)
	}
	return results
}

// cpuSeconds is what this process has used of all cores.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
