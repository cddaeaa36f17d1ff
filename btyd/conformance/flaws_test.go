package conformance

import (
	"bytes"
	"fmt"
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd/cnbd"
)

// flaw is a figure that another package gives, or tests for, and that is wrong.
type flaw struct {
	of, where, theirs, truth string
	ours                     float64
}

// checkFlaws returns all of them. The test fails when ours is not the truth,
// or when theirs is.
func checkFlaws(t *testing.T) []flaw {
	t.Helper()
	all := wrong()
	for _, f := range all {
		is := figure{of: f.of, want: f.truth, within: exact}
		if !(judged{figure: is, got: f.ours}).agrees() {
			t.Errorf("%s: %.17g, but the truth is %s", f.of, f.ours, f.truth)
		}
		theirs := figure{want: f.theirs}.target()
		if math.Abs(theirs-is.target()) <= 1e-9*math.Abs(is.target()) {
			t.Errorf("%s: %s of %s is right", f.of, f.theirs, f.where)
		}
	}
	return all
}

func wrong() []flaw {
	one := history(2, 30.43, 38.86)
	large := paretoAt(0.5329, 38.0598, 64.2792, 7721.5264)
	weeks := history(2, 213./7, 272./7)
	all := []flaw{
		{"MBG/NBD E[Y(39) | 2, 30.43, 38.86] at (.525, 6.183, .891, 1.614)", "lifetimes test_estimation.py: the figure of BG/NBD, ±.05", "1.226", "1.26296062326736568", mbgPaper.ExpectedPurchases(one, 39)},
		{"MBG/NBD E[X(78)] at the same", "lifetimes test_estimation.py: the figure of BG/NBD, ±5 %", "1.8576", "1.80475757755314166", mbgPaper.ExpectedNewCustomer(78)},
		{"BG/NBD P(no purchase in (39, 78]) at (.243, 4.414, .793, 2.426)", "BTYD bgnbd.pmf.General: takes no account of t.start", "0.573786352096009", "0.754001146120876906", bgPaper.ProbabilityBetween(0, 39, 78)},
		{"BG/NBD P(10 in (1, 2]) at the same", "BTYD bgnbd.pmf.General", "5.90194996900617e-10", "5.25635305659694805e-10", bgPaper.ProbabilityBetween(10, 1, 2)},
		{"Pareto/NBD P(no purchase in (39, 78]) at (.55, 10.56, .61, 11.64)", "BTYD pnbd.pmf.General", "0.813288375975047", "0.792465133825667793", paretoManual.ProbabilityBetween(0, 39, 78)},
		{"Pareto/NBD P(10 in (1, 2]) at the same", "BTYD pnbd.pmf.General", "0.00075820402318275", "4.41462508461782906e-12", paretoManual.ProbabilityBetween(10, 1, 2)},
		{"BG/NBD E[Y(30) | 0, 0, 1] at (.11, 2.24, .31, .5)", "lifetimes, issue 302", "NaN", "0.564588615532784727", bgAt(0.11, 2.24, 0.31, 0.5).ExpectedPurchases(history(0, 0, 1), 30)},
		{"BG/NBD E[Y(39) | 2, 30.43, 38.86] at a = 1", "lifetimes: division by zero", "Inf", "1.10213678603996", bgAt(0.243, 4.414, 1, 2.426).ExpectedPurchases(one, 39)},
		{"the same at a = 1.0000001", "lifetimes: digits lost to subtraction", "1.1021367595911638", "1.10213673141691", bgAt(0.243, 4.414, 1.0000001, 2.426).ExpectedPurchases(one, 39)},
		{"Pareto/NBD E[Y(52) | 2, 30.43, 38.86] at s = 1", "lifetimes: division by zero", "NaN", "1.46713653521314", paretoAt(0.5534, 10.5802, 1, 11.6562).ExpectedPurchases(one, 52)},
		{"Pareto/NBD DERT(2, 100, 145), δ = ln 1.1, at (.5329, 38.0598, 64.2792, 7721.5264)", "CLVTools, issue 132: overflow", "Inf", "0.0808193997574", large.DERT(history(2, 100, 145), math.Log(1.1))},
		{"Pareto/NBD DERT of CDNOW customer 1 at 10 % a year", "CLVTools predict(): its default rate is a year's, applied to each week", "0.4250934", "8.15629274716786", paretoBest.DERT(weeks, math.Log(1.1)/52)},
	}
	m := cnbd.Model{K: 2, R: 1.32919726868055, Alpha: 2.81260032965383, A: 0.424715580356214, B: 0.790040222211147, AtZero: true}
	theirs := []string{"0.282280724956248", "0.0754276516399135", "0.01297383035114", "0.00181999790293241", "0.000226638795809837"}
	// The truths are sums over the ticks to come, in 30 digits.
	for i, truth := range []string{"0.281283404408296", "0.0784620640671307", "0.0136602563764878", "0.00192396722535134", "0.000239881730025687"} {
		all = append(all, flaw{fmt.Sprintf("MBG/CNBD-2 E[Y(52) | %d, 12, 52] at its grocery estimate", i+1), "BTYDplus: an approximation for k > 1", theirs[i], truth,
			m.ExpectedPurchases(history(float64(i+1), 12, 52), 52)})
	}
	return all
}

func writeFlaws(p *bytes.Buffer, all []flaw) {
	p.WriteString("\n## Wrong elsewhere\n\nFigures that other packages give, or test for, and that are wrong. The truth was computed in 25 to 40 digits.\n\n")
	p.WriteString("| quantity | where | theirs | ours | difference from the truth | truth | |\n| --- | --- | ---: | ---: | ---: | ---: | --- |\n")
	for _, f := range all {
		is := judged{figure: figure{want: f.truth, within: exact}, got: f.ours}
		verdict := "right"
		if !is.agrees() {
			verdict = "**wrong**"
		}
		fmt.Fprintf(p, "| %s | %s | %s | %s | %s | %s | %s |\n", cell(f.of), cell(f.where), f.theirs, number(is), is.difference(), f.truth, verdict)
	}
}
