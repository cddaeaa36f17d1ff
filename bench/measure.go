package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// sample is one run of one program.
type sample struct {
	Seconds float64 `json:"seconds"`
	CPU     float64 `json:"cpu_seconds"`
	PeakMB  float64 `json:"peak_mb"`
	Output  []byte  `json:"-"`
}

// measurement is a program doing a job: every run of it, in order.
type measurement struct {
	Stage   string          `json:"stage"`
	Size    string          `json:"size"`
	Job     string          `json:"job"`
	Side    string          `json:"side"` // perennial or peer
	Rows    int             `json:"rows,omitempty"`
	Samples []sample        `json:"samples,omitempty"`
	Detail  json.RawMessage `json:"detail,omitempty"` // what the program said, of the last run
	Note    string          `json:"note,omitempty"`
}

// typical is the median of the runs, each figure by itself.
func (m measurement) typical() sample {
	median := func(of func(sample) float64) float64 {
		var v []float64
		for _, s := range m.Samples {
			v = append(v, of(s))
		}
		slices.Sort(v)
		return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
	}
	if len(m.Samples) == 0 {
		return sample{}
	}
	return sample{
		Seconds: median(func(s sample) float64 { return s.Seconds }),
		CPU:     median(func(s sample) float64 { return s.CPU }),
		PeakMB:  median(func(s sample) float64 { return s.PeakMB }),
	}
}

// measure runs a program to its end.
func measure(program string, args ...string) (sample, error) {
	c := exec.Command(program, args...)
	c.Env = append(os.Environ(), "PYTHONWARNINGS=ignore")
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	fmt.Fprintf(os.Stderr, "%s %s", program, strings.Join(args, " "))
	start := time.Now()
	err := c.Run()
	s := sample{Seconds: time.Since(start).Seconds(), Output: out.Bytes()}
	if err != nil {
		fmt.Fprintln(os.Stderr)
		return s, fmt.Errorf("%s: %w\n%s", program, err, errs.String())
	}
	s.CPU = (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()
	if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		s.PeakMB = float64(usage.Maxrss) / 1024
		if runtime.GOOS == "darwin" {
			s.PeakMB /= 1024
		}
	}
	fmt.Fprintf(os.Stderr, ": %.2f s, %.2f s CPU, %.0f MB\n", s.Seconds, s.CPU, s.PeakMB)
	return s, nil
}

// results is all that was measured.
type results struct {
	Machine      map[string]string `json:"machine"`
	Measurements []*measurement    `json:"measurements"`
	path         string
}

func (r *results) load(path string) error {
	r.path = path
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	return json.Unmarshal(data, r)
}

func (r *results) save() error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(r.path, data, 0o644)
}

func (r *results) drop(stage string) {
	r.Measurements = slices.DeleteFunc(r.Measurements, func(m *measurement) bool { return m.Stage == stage })
}

// add takes a run; runs of the same job by the same side belong together.
func (r *results) add(m measurement) error {
	for _, old := range r.Measurements {
		if old.Stage == m.Stage && old.Size == m.Size && old.Job == m.Job && old.Side == m.Side {
			old.Samples, old.Detail = append(old.Samples, m.Samples...), m.Detail
			return r.save()
		}
	}
	r.Measurements = append(r.Measurements, &m)
	return r.save()
}

// find returns the measurement, or nil if it was not made.
func (r results) find(stage, size, job, side string) *measurement {
	for _, m := range r.Measurements {
		if m.Stage == stage && m.Size == size && m.Job == job && m.Side == side {
			return m
		}
	}
	return nil
}

// sizes lists the sizes of a stage in the order they were measured.
func (r results) sizes(stage string) (sizes []string) {
	for _, m := range r.Measurements {
		if m.Stage == stage && !slices.Contains(sizes, m.Size) {
			sizes = append(sizes, m.Size)
		}
	}
	return sizes
}
