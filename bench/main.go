// Command bench measures Perennial beside the software people use today, on
// the same files and the same machine, and writes docs/benchmarks.md.
//
//	bench/run.sh                    everything; about an hour on two cores
//	bench/run.sh -size small        the same on little data, in minutes
//	bench/run.sh -only fit,cdnow    some of the stages
//	bench/run.sh -only accuracy     docs/accuracy.md, a page of its own
//	bench/run.sh -only report       the pages again from the last results
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/perennial-clv/perennial/bench/accuracy"
)

// bench is what the stages share.
type bench struct {
	out     string // directory of data and results
	python  string // interpreter that has bench/requirements.txt
	cdnow   string // the CDNOW sample, if there is one
	small   bool
	built   bool
	commit  string // of what is measured
	partly  bool   // the other stages keep their figures, and whose they are
	results results
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	var b bench
	size := flag.String("size", "full", "full or small")
	only := flag.String("only", "analyze,import,long,fit,cdnow,api,accuracy,report", "stages to run")
	page := flag.String("page", "", "page to write (default docs/benchmarks.md, or standard output for small sizes)")
	flag.StringVar(&b.out, "out", "bench/out", "directory for data and results")
	flag.StringVar(&b.python, "python", "bench/.venv/bin/python", "Python that has bench/requirements.txt")
	flag.StringVar(&b.cdnow, "cdnow", "../shared/data/orders/cdnow_sample.txt", "the CDNOW sample; skipped if absent")
	flag.Parse()
	b.small, b.partly = *size == "small", *only == "import" || *only == "import,report"
	if b.small {
		b.out = filepath.Join(b.out, "small")
	}
	if err := os.MkdirAll(b.out, 0o755); err != nil {
		return err
	}
	if err := b.results.load(b.file("results.json")); err != nil {
		return err
	}
	stages := []struct {
		name string
		run  func(*bench) error
	}{{"analyze", analyze}, {"import", imports}, {"long", long}, {"fit", fits}, {"cdnow", cdnow}, {"api", dashboard}, {"accuracy", foretell}}
	for _, stage := range stages {
		if !strings.Contains(","+*only+",", ","+stage.name+",") {
			continue
		}
		if err := b.build(); err != nil {
			return err
		}
		b.results.drop(stage.name)
		if err := stage.run(&b); err != nil {
			return fmt.Errorf("%s: %w", stage.name, err)
		}
	}
	if !strings.Contains(*only, "report") && !b.partly {
		return nil
	}
	text := report(b.results)
	fmt.Print(text)
	if b.small && *page == "" {
		return nil
	}
	return os.WriteFile(cmp.Or(*page, "docs/benchmarks.md"), []byte(text), 0o644)
}

func (b *bench) file(name string) string { return filepath.Join(b.out, name) }

// build compiles the programs once, aside from bin, so that nobody else's
// build changes them half-way.
func (b *bench) build() error {
	if b.built {
		return nil
	}
	b.built = true
	for program, pkg := range map[string]string{"perennial": "./cmd/perennial", "fit": "./bench/fit", "copy": "./bench/copy"} {
		c := exec.Command("go", "build", "-o", b.file(program), pkg)
		c.Stderr = os.Stderr
		if err := c.Run(); err != nil {
			return err
		}
	}
	machine, err := describe(b.python)
	if b.commit = machine["commit"]; len(b.results.Measurements) == 0 || !b.partly {
		b.results.Machine = machine
	}
	return err
}

// foretell writes docs/accuracy.md; little of it is printed only.
func foretell(b *bench) error {
	text, err := accuracy.Page(accuracy.Job{
		Perennial: b.file("perennial"), Python: b.python, Out: b.file("accuracy"), Machine: b.results.Machine, Small: b.small,
	})
	if err != nil || b.small {
		fmt.Print(text)
		return err
	}
	return os.WriteFile("docs/accuracy.md", []byte(text), 0o644)
}

// orders makes an order log unless it is there.
func (b *bench) orders(customers int) (string, error) {
	path := b.file(fmt.Sprintf("orders-%d.csv", customers))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	_, err := measure(b.file("perennial"), "generate", "orders", "--by-customer",
		"--customers", fmt.Sprint(customers), "--out", path)
	return path, err
}
