// Package accuracy judges what Perennial foretells, beside lifetimes, on order
// logs split into a past and a future, and writes docs/accuracy.md.
//
// It runs the built program as a user would and knows nothing of its inside:
// both sides' answers are read back as files and measured by one and the same
// Python code, judge.py. Only the simulated customers come from the library.
package accuracy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Job is where things are.
type Job struct {
	Perennial string            // the built program
	Python    string            // an interpreter that has bench/requirements.txt
	Out       string            // directory for logs and results
	Machine   map[string]string // what the page says of machine and versions
	Small     bool              // the shortest set only
}

// models are asked for one by one.
var models = []string{"bg-nbd", "mbg-nbd", "pareto-nbd", "nbd", "stacked"}

// Page judges every split and returns docs/accuracy.md.
func Page(j Job) (string, error) {
	var judged []judgedSet
	for _, s := range sets() {
		if j.Small && s.Kind != "cdnow" {
			continue
		}
		source, err := s.source(j, s)
		if err != nil {
			return "", err
		}
		if source == "" {
			fmt.Fprintf(os.Stderr, "%s: not there, skipped\n", s.Name)
			continue
		}
		one := judgedSet{Set: s}
		dir := filepath.Join(j.Out, s.Kind)
		args := []string{"bench/accuracy/logs.py", "--kind", s.Kind, "--source", source, "--out", dir}
		for _, cut := range s.Cuts {
			args = append(args, "--cut", cut)
		}
		if _, err := run(j.Python, args...); err != nil {
			return "", err
		}
		for _, cut := range s.Cuts {
			r, err := j.split(s, dir, cut)
			if err != nil {
				return "", fmt.Errorf("%s at %s: %w", s.Name, cut, err)
			}
			one.Splits = append(one.Splits, r)
		}
		judged = append(judged, one)
	}
	return render(j.Machine, judged), nil
}

// split runs both sides on one split.
func (j Job) split(s Set, dir, cut string) (split, error) {
	r := split{Cut: cut, End: s.End}
	from, err := time.Parse(time.DateOnly, cut)
	if err != nil {
		return r, err
	}
	to, err := time.Parse(time.DateOnly, s.End)
	if err != nil {
		return r, err
	}
	horizon := fmt.Sprintf("%.0fd", to.Sub(from).Hours()/24)
	at := filepath.Join(dir, cut)
	runs := filepath.Join(at, "runs")
	if err := os.RemoveAll(runs); err != nil {
		return r, err
	}
	analyze := func(log, name string, more ...string) error {
		args := []string{"analyze", log, "--quiet", "--as-of", cut, "--discount", "0", "--horizon", horizon, "--out", filepath.Join(runs, name)}
		_, err := run(j.Perennial, append(args, more...)...)
		return err
	}
	log := filepath.Join(at, "log.csv")
	if err := analyze(filepath.Join(dir, "full.csv"), "seen"); err != nil {
		return r, err
	}
	if err := analyze(log, "blind"); err != nil {
		return r, err
	}
	for _, m := range models {
		if err := analyze(log, "model-"+m, "--model", m); err != nil {
			return r, err
		}
	}
	args := []string{"bench/accuracy/judge.py", "--orders", filepath.Join(dir, "orders.csv"), "--cut", cut, "--end", s.End, "--runs", runs}
	if s.NoValue {
		args = append(args, "--no-value")
	}
	out, err := run(j.Python, args...)
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(out, &r)
}

// run runs a program to its end and returns what it printed.
func run(program string, args ...string) ([]byte, error) {
	c := exec.Command(program, args...)
	c.Env = append(os.Environ(), "PYTHONWARNINGS=ignore")
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	start := time.Now()
	err := c.Run()
	fmt.Fprintf(os.Stderr, "%s %s: %.1f s\n", filepath.Base(program), strings.Join(args, " "), time.Since(start).Seconds())
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w\n%s", program, args[0], err, errs.String())
	}
	return out.Bytes(), nil
}
