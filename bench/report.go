package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"text/template"
)

// page is docs/benchmarks.md without its numbers.
//
//go:embed page.md.tmpl
var page string

// Bars: how many times faster a fit must be, and how many seconds the four
// fits to CDNOW and a request may take.
var fitBars = map[string]float64{"bgnbd": 30, "paretonbd": 50, "gammagamma": 20}

const (
	cdnowBar   = 0.050
	requestBar = 0.200
)

var fitNames = map[string]string{"bgnbd": "BG/NBD", "mbgnbd": "MBG/NBD", "paretonbd": "Pareto/NBD", "gammagamma": "Gamma-Gamma"}

// report writes the page from what was measured.
func report(r results) string {
	t := template.Must(template.New("page").Parse(page))
	var text strings.Builder
	err := t.Execute(&text, map[string]any{
		"Machine":  r.Machine,
		"Analyze":  analyzeTable(r),
		"Import":   importTable(r),
		"Imported": importedAt(r),
		"Agree":    agreement(r),
		"Fits":     fitTable(r, "fit"),
		"CDNOW":    fitTable(r, "cdnow"),
		"API":      apiTable(r),
		"Bars":     bars(r),
	})
	if err != nil {
		panic(err) // the page and its fields are ours
	}
	return text.String()
}

// table is Markdown; the first column is text, the others are numbers.
func table(header []string, rows [][]string) string {
	if len(rows) == 0 {
		return "Not measured.\n"
	}
	var b strings.Builder
	line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	line(header)
	rule := make([]string, len(header))
	for i := range rule {
		rule[i] = "---:"
	}
	rule[0] = "---"
	line(rule)
	for _, row := range rows {
		line(row)
	}
	return b.String()
}

func analyzeTable(r results) string {
	var rows [][]string
	for _, size := range r.sizes("analyze") {
		whole, one := r.find("analyze", size, threeModels, "perennial"), r.find("analyze", size, oneModel, "perennial")
		for _, m := range r.Measurements {
			if m.Stage != "analyze" && m.Stage != "long" || m.Size != size {
				continue
			}
			who := map[string]string{"perennial": "**Perennial**", "peer": "pandas + lifetimes"}[m.Side]
			row := []string{fmt.Sprintf("%s: %s, %s", size, who, m.Job)}
			if m.Note != "" {
				row[0] += " (" + m.Note + ")"
			}
			s := m.typical()
			row = append(row, seconds(s.Seconds), thousands(float64(m.Rows)/s.Seconds), seconds(s.CPU), thousands(s.PeakMB))
			switch {
			case m.Side != "peer":
				row = append(row, "", "")
			case m.Job == threeModels:
				row = append(row, ratio(s, whole), "")
			default:
				row = append(row, ratio(s, whole), ratio(s, one))
			}
			rows = append(rows, row)
		}
	}
	return table([]string{"Log and job", "s", "rows/s", "CPU s", "peak MB", "× Perennial's whole job (CPU)", "× Perennial's BG/NBD job (CPU)"}, rows)
}

// agreement is the largest relative difference between the two sides'
// BG/NBD parameters on the same log.
func agreement(r results) string {
	worst := math.NaN()
	for _, size := range r.sizes("analyze") {
		ours, theirs := r.find("analyze", size, oneModel, "perennial"), r.find("analyze", size, oneModel, "peer")
		if ours == nil || theirs == nil || theirs.Detail == nil {
			continue
		}
		var a, b struct{ Models map[string]map[string]float64 }
		if json.Unmarshal(ours.Detail, &a) != nil || json.Unmarshal(theirs.Detail, &b) != nil {
			continue
		}
		for name, v := range a.Models["bg-nbd"] {
			if d := math.Abs(b.Models["bg-nbd"][name]/v - 1); !(d <= worst) {
				worst = d
			}
		}
	}
	if math.IsNaN(worst) {
		return ""
	}
	return fmt.Sprintf("On these logs the two sides' BG/NBD parameters differ by at most %.1g, relatively.", worst)
}

func fitTable(r results, stage string) string {
	header := []string{"Model", "customers", "Perennial s", "CPU s", "lifetimes s", "CPU s", "ratio", "ratio of CPU", "LL Perennial", "LL lifetimes", "bar"}
	var rows [][]string
	for _, size := range r.sizes(stage) {
		var ourSum, theirSum float64
		for _, model := range []string{"bgnbd", "mbgnbd", "paretonbd", "gammagamma"} {
			ours, theirs := r.find(stage, size, model, "perennial"), r.find(stage, size, model, "peer")
			if ours == nil || theirs == nil {
				continue
			}
			var a, b fitted
			if json.Unmarshal(ours.Detail, &a) != nil || json.Unmarshal(theirs.Detail, &b) != nil {
				continue
			}
			us, them := ours.typical(), theirs.typical()
			ourSum, theirSum = ourSum+us.Seconds, theirSum+them.Seconds
			row := []string{fitNames[model], thousands(float64(a.Rows)), short(us.Seconds), short(us.CPU), short(them.Seconds), short(them.CPU),
				times(them.Seconds, us.Seconds), times(them.CPU, us.CPU), fmt.Sprintf("%.4f", a.LogLikelihood), fmt.Sprintf("%.4f", b.LogLikelihood), ""}
			if b.Error != "" {
				row[9] = "failed"
			} else if theirs.Note != "" {
				row[0] += " (" + theirs.Note + ")"
			}
			if bar := fitBars[model]; bar > 0 && stage == "fit" {
				row[10] = fmt.Sprintf("≥ %.0f×", bar)
			}
			rows = append(rows, row)
		}
		if stage == "cdnow" && ourSum > 0 {
			rows = append(rows, []string{"All four", "", short(ourSum), "", short(theirSum), "", times(theirSum, ourSum), "", "", "", "< 50 ms"})
		}
	}
	return table(header, rows)
}

func apiTable(r results) string {
	var rows [][]string
	for _, m := range r.Measurements {
		if m.Stage != "api" {
			continue
		}
		if !strings.HasPrefix(m.Job, "GET") {
			rows = append(rows, []string{fmt.Sprintf("`perennial %s`, once", m.Job), seconds(m.typical().Seconds) + " s", "", "", thousands(m.typical().PeakMB)})
			continue
		}
		rows = append(rows, []string{"`" + m.Job + "`", millis(m.Samples[0].Seconds), millis(percentile(m.Samples, .5)), millis(percentile(m.Samples, .95)), ""})
	}
	return table([]string{"Request", "first, ms", "p50, ms", "p95, ms", "peak MB"}, rows)
}

// bars lists what was promised and is not kept.
func bars(r results) string {
	var missed []string
	for _, size := range r.sizes("fit") {
		for model, bar := range fitBars {
			ours, theirs := r.find("fit", size, model, "perennial"), r.find("fit", size, model, "peer")
			if ours == nil || theirs == nil {
				continue
			}
			if got := theirs.typical().Seconds / ours.typical().Seconds; got < bar {
				missed = append(missed, fmt.Sprintf("%s on %s customers: %.0f× of %.0f×", fitNames[model], size, got, bar))
			}
		}
	}
	var sum float64
	for _, m := range r.Measurements {
		switch {
		case m.Stage == "cdnow" && m.Side == "perennial":
			sum += m.typical().Seconds
		case m.Stage == "api" && strings.HasPrefix(m.Job, "GET") && percentile(m.Samples, .95) > requestBar:
			missed = append(missed, fmt.Sprintf("`%s`: p95 %s ms of %.0f ms", m.Job, millis(percentile(m.Samples, .95)), 1000*requestBar))
		}
	}
	if sum > cdnowBar {
		missed = append(missed, fmt.Sprintf("the four fits to CDNOW: %s ms of %.0f ms", millis(sum), 1000*cdnowBar))
	}
	missed = append(missed, missedImports(r)...)
	if len(missed) == 0 {
		return "Every bar in the tables below is met."
	}
	return "Not met:\n\n- " + strings.Join(missed, "\n- ")
}

// ratio is how many times longer, and in brackets how many times more
// computing, than ours something took.
func ratio(theirs sample, ours *measurement) string {
	if ours == nil {
		return ""
	}
	us := ours.typical()
	return fmt.Sprintf("%s (%s)", times(theirs.Seconds, us.Seconds), times(theirs.CPU, us.CPU))
}

func times(theirs, ours float64) string {
	switch v := theirs / ours; {
	case !(ours > 0 && theirs > 0):
		return ""
	case v < 10:
		return fmt.Sprintf("%.1f×", v)
	default:
		return fmt.Sprintf("%.0f×", v)
	}
}

func seconds(s float64) string { return fmt.Sprintf("%.1f", s) }

// short keeps three digits, or says nothing of nothing.
func short(s float64) string {
	if s == 0 {
		return ""
	}
	return strconv.FormatFloat(s, 'f', max(0, 2-int(math.Floor(math.Log10(s)))), 64)
}

func millis(s float64) string { return fmt.Sprintf("%.0f", 1000*s) }

// thousands groups digits: 1,234,567.
func thousands(v float64) string {
	digits := fmt.Sprintf("%.0f", v)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
