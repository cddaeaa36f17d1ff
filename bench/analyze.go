package main

import (
	"encoding/json"
	"fmt"
	"os"
)

const (
	threeModels = "three models, back-test"
	oneModel    = "BG/NBD, no back-test"
	twoModels   = "BG/NBD and MBG/NBD, back-test"
)

// analyze measures an order log on disk to scores on disk. Perennial's runs
// surround every run of the peer.
func analyze(b *bench) error {
	sizes := []struct {
		name      string
		customers int
		rounds    int    // of Perennial, peer, Perennial
		full      string // models of the peer's full run, done once
	}{
		{"1 M rows", 362_000, 2, "bg-nbd,mbg-nbd,pareto-nbd"},
		{"10 M rows", 3_620_000, 1, ""},
		{"30 M rows", 10_860_000, 0, ""},
	}
	if b.small {
		sizes = sizes[:1]
		sizes[0].name, sizes[0].customers = "100 k rows", 36_200
	}
	for _, size := range sizes {
		file, err := b.orders(size.customers)
		if err != nil {
			return err
		}
		ours := func() error {
			if err := b.analyzeOnce(size.name, threeModels, "perennial", b.file("perennial"), file, "analyze", "--json"); err != nil {
				return err
			}
			return b.analyzeOnce(size.name, oneModel, "perennial", b.file("perennial"), file, "analyze", "--json", "--model", "bg-nbd", "--holdout", "none")
		}
		theirs := func(job string, args ...string) error {
			return b.analyzeOnce(size.name, job, "peer", b.python, file, append([]string{"bench/peer_analyze.py"}, args...)...)
		}
		if err := ours(); err != nil {
			return err
		}
		for range size.rounds {
			if err := theirs(oneModel); err != nil {
				return err
			}
			if err := ours(); err != nil {
				return err
			}
		}
		switch {
		case size.full != "":
			err = theirs(threeModels, "--full", "--models", size.full)
		case size.rounds > 0:
			err = b.results.add(measurement{Stage: "analyze", Size: size.name, Job: threeModels, Side: "peer", Note: "not run"})
		default:
			err = b.results.add(measurement{Stage: "analyze", Size: size.name, Job: oneModel, Side: "peer", Note: "not run"})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) analyzeOnce(size, job, side, program, file string, args ...string) error {
	out := b.file("analyze-out")
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	s, err := measure(program, append(args, file, "--out", out)...)
	if err != nil {
		return err
	}
	detail, rows, err := analyzed(s.Output)
	if err != nil {
		return fmt.Errorf("%s: %w", program, err)
	}
	return b.results.add(measurement{Stage: "analyze", Size: size, Job: job, Side: side, Rows: rows, Samples: []sample{s}, Detail: detail})
}

// analyzed keeps of what either side printed the number of rows and the
// parameters of the models, in one form.
func analyzed(output []byte) (detail json.RawMessage, rows int, err error) {
	type parameters map[string]float64
	var said struct {
		Rows  int // the peer's
		Input struct{ Rows int }
		Steps map[string]float64
		// A list of Perennial's, an object of the peer's.
		Models json.RawMessage
	}
	if err := json.Unmarshal(output, &said); err != nil {
		return nil, 0, err
	}
	models := map[string]parameters{}
	var list []struct {
		Name       string
		Parameters parameters
	}
	if json.Unmarshal(said.Models, &list) == nil {
		for _, m := range list {
			models[m.Name] = m.Parameters
		}
	} else if err := json.Unmarshal(said.Models, &models); err != nil {
		return nil, 0, err
	}
	detail, err = json.Marshal(map[string]any{"models": models, "steps": said.Steps})
	return detail, said.Rows + said.Input.Rows, err
}
