package main

import (
	"encoding/json"
	"fmt"
	"os"
)

const (
	threeModels = "three models, back-test"
	oneModel    = "BG/NBD, no back-test"
)

// logs are the order logs measured: how many customers, and how often the
// peer takes its turn.
func (b *bench) logs() []orderLog {
	if b.small {
		return []orderLog{{"100 k rows", 36_200, 2}}
	}
	return []orderLog{{"1 M rows", 362_000, 2}, {"10 M rows", 3_620_000, 1}, {"30 M rows", 10_860_000, 0}}
}

type orderLog struct {
	size      string
	customers int
	turns     int
}

// analyze measures an order log on disk to scores on disk. Perennial's runs
// surround every run of the peer.
func analyze(b *bench) error {
	for _, log := range b.logs() {
		file, err := b.orders(log.customers)
		if err != nil {
			return err
		}
		ours := func() error {
			if err := b.analyzeOnce("analyze", log.size, threeModels, "perennial", b.file("perennial"), file, "analyze", "--json"); err != nil {
				return err
			}
			return b.analyzeOnce("analyze", log.size, oneModel, "perennial", b.file("perennial"), file, "analyze", "--json", "--model", "bg-nbd", "--holdout", "none")
		}
		if err := ours(); err != nil {
			return err
		}
		for range log.turns {
			if err := b.analyzeOnce("analyze", log.size, oneModel, "peer", b.python, file, "bench/peer_analyze.py"); err != nil {
				return err
			}
			if err := ours(); err != nil {
				return err
			}
		}
	}
	return nil
}

// long is what the peer takes many minutes for: all of Perennial's job on the
// smallest log.
func long(b *bench) error {
	log := b.logs()[0]
	file, err := b.orders(log.customers)
	if err != nil {
		return err
	}
	return b.analyzeOnce("long", log.size, threeModels, "peer", b.python, file, "bench/peer_analyze.py", "--full")
}

func (b *bench) analyzeOnce(stage, size, job, side, program, file string, args ...string) error {
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
	return b.results.add(measurement{Stage: stage, Size: size, Job: job, Side: side, Rows: rows, Samples: []sample{s}, Detail: detail})
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
