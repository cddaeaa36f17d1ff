package conformance

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/conformance.md")

const page = "../../docs/conformance.md"

// TestFigures compares every figure with ours, and the page of them with what
// it would be now. The last digits of ours differ from one processor to the
// next, so that they are compared with the figures, not with the page.
func TestFigures(t *testing.T) {
	b := &bench{}
	var all []section
	missing := map[need]int{}
	for _, g := range groups() {
		s := section{group: g}
		for _, f := range g.figures {
			j := b.judge(f)
			switch {
			case j.skipped:
				missing[f.needs]++
			case !j.agrees():
				t.Errorf("%s: %s: %.17g, but %s has %s (%s)", g.title, f.of, j.got, f.source, f.want, f.allowed())
			}
			s.rows = append(s.rows, j)
		}
		all = append(all, s)
	}
	flaws := checkFlaws(t)
	for n, count := range missing {
		t.Run(n.name, func(t *testing.T) {
			t.Skipf("%d figures are not compared, because %s is not at hand; set PERENNIAL_SHARED to the folder that has %s", count, n.name, n.file)
		})
	}
	if *update && len(missing) > 0 {
		t.Fatal("the page is not written: it needs all figures")
	}
	got := write(all, flaws)
	if *update {
		if err := os.WriteFile(page, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(masked(kept), masked(got)) {
		t.Error("docs/conformance.md is out of date: run make docs")
	}
}

// judge computes our number, if the data are at hand.
func (b *bench) judge(f figure) judged {
	if !b.has(f.needs) {
		return judged{figure: f, skipped: true}
	}
	return judged{figure: f, got: f.ours(b)}
}

type section struct {
	group
	rows []judged
}

// counts are the figures of a section, and those that agree. One that was
// skipped here agreed when the page was written.
func (s section) counts() (all, agree int) {
	for _, r := range s.rows {
		if r.skipped || r.agrees() {
			agree++
		}
	}
	return len(s.rows), agree
}

func write(sections []section, flaws []flaw) []byte {
	var p bytes.Buffer
	figures, agree := 0, 0
	for _, s := range sections {
		n, k := s.counts()
		figures, agree = figures+n, agree+k
	}
	fmt.Fprintf(&p, preface, figures, agree, figures-agree, len(flaws))
	p.WriteString("| model | figures | agree |\n| --- | ---: | ---: |\n")
	for _, s := range sections {
		n, k := s.counts()
		fmt.Fprintf(&p, "| [%s](#%s) | %d | %d |\n", s.title, anchor(s.title), n, k)
	}
	for _, s := range sections {
		fmt.Fprintf(&p, "\n## %s\n\n%s\n\n", s.title, s.about)
		p.WriteString("| quantity | source | figure | ours | difference | tolerance | |\n| --- | --- | ---: | ---: | ---: | --- | --- |\n")
		for _, r := range s.rows {
			verdict := "pass"
			if !r.skipped && !r.agrees() {
				verdict = "**fail**"
			}
			fmt.Fprintf(&p, "| %s | %s | %s | %s | %s | %s | %s |\n",
				cell(r.of), cell(r.source), r.want, number(r), r.difference(), r.allowed(), verdict)
		}
	}
	writeFlaws(&p, flaws)
	writeLeftOut(&p)
	return p.Bytes()
}

// number shows ours in as many digits as the figure has, and a few more.
func number(j judged) string {
	mantissa, _, _ := strings.Cut(strings.ToLower(j.want), "e")
	digits := min(len(strings.TrimLeft(strings.ReplaceAll(mantissa, ".", ""), "-0"))+2, 15)
	return strconv.FormatFloat(j.got, 'g', max(digits, 6), 64)
}

// cell protects what a table would take for its own.
func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

// anchor is the address of a heading.
func anchor(title string) string {
	kept := strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, strings.ToLower(title))
	return kept
}

// masked blanks the columns of our numbers and their differences.
func masked(text []byte) []byte {
	var out []string
	for line := range strings.Lines(string(text)) {
		if columns := strings.Split(line, " | "); len(columns) == 7 && strings.HasPrefix(line, "| ") {
			columns[3], columns[4] = "", ""
			line = strings.Join(columns, " | ")
		}
		out = append(out, line)
	}
	return []byte(strings.Join(out, ""))
}

const preface = `# Conformance

<!-- Written by go test ./btyd/conformance -update (make docs). Change the figures there. -->

The published and recomputed figures of these models, and what this library computes: **%d figures, %d agree, %d differ.** %d more that
other packages give are wrong and [listed apart](#wrong-elsewhere), with what is right.
What is [not reproduced](#not-reproduced) is listed at the end, with the reason.

Sources: *high precision* stands for values computed from the definitions of the models in 25 to 40 digit arithmetic,
apart from this library; they are the target. The others are what papers print and packages compute or test for:
lifetimes 0.11.3, PyMC-Marketing, CLVTools 0.12.1, BTYD 2.4.3 and BTYDplus 1.2.0 for R, clvkit, and the spreadsheets
that came with papers.

Tolerances, relative or in the units of the figure, and where they come from:

- *digits*: 1e-9 of the figure.
- *search*: 1e-6 of an estimate; a search ends where the likelihood is flat to machine precision.
- *printed*: half a unit in the last printed digit.
- *its test*: what the package's own test of the figure allows.
- *its estimate*: the package's search stopped short of the maximum, or its estimate is known in fewer digits than the
  figure that was computed from it.
- *Monte Carlo*: both are means of random draws.

A difference is ours less the figure, relative where the tolerance is.

Exact CDNOW data are days divided by 7 from the log of purchases, up to 1997-09-30; rounded ones are the summary with
two decimals that circulates with other software. They differ in the sixth digit of a log-likelihood.

`

// TestTolerances pins what the comparison lets pass.
func TestTolerances(t *testing.T) {
	for want, half := range map[string]float64{"0.243": 5e-4, "-9582.4": 0.05, "12": 0.5, "1.07869e-7": 5e-13, "1e3": 500, "2.50": 5e-3} {
		if got := halfUnit(want); got < half*(1-1e-12) || got > half*(1+1e-12) {
			t.Errorf("half a unit of %s: %g, want %g", want, got, half)
		}
	}
	for _, c := range []struct {
		want   string
		within tolerance
		got    float64
		agrees bool
	}{
		{"0.243", printed, 0.24349, true}, {"0.243", printed, 0.24351, false},
		{"-9582.42920667393063", exact, -9582.429206, true}, {"-9582.42920667393063", exact, -9582.42921667, false},
		{"4", tested(1e-3), 4.0039, true}, {"4", tested(1e-3), 4.0041, false},
		{"0", around(1e-5, ""), 2e-5, false}, {"1", exact, math.NaN(), false}, {"1", exact, math.Inf(1), false},
	} {
		if (judged{figure: figure{want: c.want, within: c.within}, got: c.got}).agrees() != c.agrees {
			t.Errorf("%g for %s (%+v): agrees is not %v", c.got, c.want, c.within, c.agrees)
		}
	}
}
