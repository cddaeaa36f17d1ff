package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// fitted is one fit as both bench/fit and bench/peer_fit.py print it.
type fitted struct {
	Name          string    `json:"name"`
	Rows          int       `json:"rows"`
	Seconds       float64   `json:"seconds"`
	CPU           float64   `json:"cpu_seconds"`
	LogLikelihood float64   `json:"log_likelihood"`
	Parameters    []float64 `json:"parameters"`
	Error         string    `json:"error,omitempty"`
}

// fits measures the fit alone on simulated customers all different from one
// another, so that nobody gains by counting equal rows once.
func fits(b *bench) error {
	counts := []int{100_000, 1_000_000}
	if b.small {
		counts = []int{20_000}
	}
	for _, n := range counts {
		size := fmt.Sprintf("%d k", n/1000)
		if n >= 1_000_000 {
			size = fmt.Sprintf("%d M", n/1_000_000)
		}
		for _, set := range []struct{ process, only string }{
			{"bgnbd", "bgnbd,mbgnbd,gammagamma"},
			{"paretonbd", "paretonbd"},
		} {
			file := b.file(fmt.Sprintf("fit-%s-%d.csv", set.process, n))
			if _, err := os.Stat(file); err != nil {
				if _, err := measure(b.file("fit"), "-simulate", fmt.Sprint(n), "-model", set.process, "-out", file); err != nil {
					return err
				}
			}
			ours := func() error {
				return b.fitOnce("fit", size, "perennial", b.file("fit"), "-only", set.only, file)
			}
			if err := ours(); err != nil {
				return err
			}
			if err := b.fitOnce("fit", size, "peer", b.python, "bench/peer_fit.py", "--only", set.only, file); err != nil {
				return err
			}
			if err := ours(); err != nil {
				return err
			}
		}
	}
	return nil
}

// fitOnce records every fit a program makes in one run.
func (b *bench) fitOnce(stage, size, side, program string, args ...string) error {
	s, err := measure(program, args...)
	if err != nil {
		return err
	}
	var list []fitted
	if err := json.Unmarshal(s.Output, &list); err != nil {
		return err
	}
	return b.addFits(stage, size, side, s.PeakMB, list)
}

func (b *bench) addFits(stage, size, side string, peak float64, list []fitted) error {
	for _, f := range list {
		detail, err := json.Marshal(f)
		if err != nil {
			return err
		}
		err = b.results.add(measurement{Stage: stage, Size: size, Job: f.Name, Side: side, Rows: f.Rows, Note: f.Error,
			Samples: []sample{{Seconds: f.Seconds, CPU: f.CPU, PeakMB: peak}}, Detail: detail})
		if err != nil {
			return err
		}
	}
	return nil
}

// cdnow measures the four fits on the classic sample of 2,357 customers, ours
// as `perennial analyze` reports them.
func cdnow(b *bench) error {
	if _, err := os.Stat(b.cdnow); err != nil {
		fmt.Fprintln(os.Stderr, "cdnow: skipped, no", b.cdnow)
		return nil
	}
	ours := func() error {
		s, err := measure(b.file("perennial"), "analyze", b.cdnow, "--as-of", "1997-09-30", "--json", "--out", b.file("analyze-out"))
		if err != nil {
			return err
		}
		var summary struct {
			Models []struct {
				Name          string
				Customers     int
				Seconds       float64
				LogLikelihood float64 `json:"log_likelihood"`
			}
		}
		if err := json.Unmarshal(s.Output, &summary); err != nil {
			return err
		}
		var list []fitted
		for _, m := range summary.Models {
			list = append(list, fitted{Name: strings.ReplaceAll(m.Name, "-", ""), Rows: m.Customers, Seconds: m.Seconds, LogLikelihood: m.LogLikelihood})
		}
		return b.addFits("cdnow", "CDNOW", "perennial", s.PeakMB, list)
	}
	for range 3 {
		if err := ours(); err != nil {
			return err
		}
		if err := b.fitOnce("cdnow", "CDNOW", "peer", b.python, "bench/peer_fit.py", "--cdnow", b.cdnow); err != nil {
			return err
		}
	}
	return ours()
}

// versions asks a Python for the versions of the peer's packages.
func versions(python string, packages ...string) (string, error) {
	code := "import sys\nfrom importlib.metadata import version\nprint('Python', sys.version.split()[0])\n" +
		"for p in sys.argv[1:]: print(p, version(p))"
	out, err := exec.Command(python, slices.Concat([]string{"-c", code}, packages)...).Output()
	return strings.Join(strings.Split(strings.TrimSpace(string(out)), "\n"), ", "), err
}
