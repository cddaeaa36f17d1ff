package report

import (
	"html/template"
	"sort"

	"github.com/perennial-clv/perennial/internal/value"
)

// page is everything the template prints, in the order in which it stands.
type page struct {
	Style      template.CSS
	Facts      []pair
	Line       string
	Definition []pair
	Figures    []headline
	Totals     []pair
	Notices    []notice
	Sections   []section
	Version    int
}

// pair is a label with what it says, and a word of explanation.
type pair struct{ Label, Text, Note string }

type notice struct{ Level, Word, Text string }

func newPage(run value.Run) page {
	cur := currencyOf(run.Definition.Currency)
	return page{
		Style:      pageStyle,
		Facts:      facts(run),
		Line:       definitionLine(run.Definition),
		Definition: definitionTable(run.Definition),
		Figures:    headlines(run, cur),
		Totals:     totals(run, cur),
		Notices:    notices(run.Notices),
		Sections:   sections(run, cur),
		Version:    run.Version,
	}
}

func sections(run value.Run, cur currency) []section {
	p := newPalette(run)
	unit := run.Definition.Unit
	c := run.Charts
	return []section{
		revenueSection(c.RevenueByMonth, cur),
		concentrationSection(c.Concentration, run.Input.Customers),
		cohortSection(c.Cohorts, cur),
		bestSection(c.Best, cur, run.Definition.Interval),
		slippingSection(c.Slipping, cur, run.Definition.Interval),
		trackingSection(run, p),
		frequencySection(c.Frequency, p),
		calibrationSection(run),
		aliveSection(c.AliveMatrix, unit),
		modelsSection(run, unit),
		backtestSection(run, cur),
		inputSection(run),
	}
}

// notices puts warnings first, and keeps the order otherwise.
func notices(in []value.Notice) []notice {
	out := make([]notice, 0, len(in))
	for _, n := range in {
		if n.Level == "warning" {
			out = append(out, notice{"warning", "Warning", n.Text})
			continue
		}
		out = append(out, notice{"aside", "Note", n.Text})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Level == "warning" && out[j].Level != "warning" })
	return out
}
