package models

import (
	"context"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/perennial-clv/perennial/btyd/btydtest"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/internal/store"
	"github.com/perennial-clv/perennial/internal/value"
)

// arriving invents a log of so many days: so many customers a day, who then buy
// as the model of their day of arrival says.
func arriving(rng *rand.Rand, days, perDay int, model func(day int) mbgnbd.Model) (out []store.Panelist) {
	for day := range days {
		for range perDay {
			c := store.Panelist{Days: []store.PanelDay{{Day: int32(day), Orders: 1, Gross: 10}}}
			for _, t := range model(day).Simulate(rng, float64(days-1-day)/7) {
				d := int32(math.Ceil(7*t)) + int32(day)
				if d > c.Days[len(c.Days)-1].Day {
					c.Days = append(c.Days, store.PanelDay{Day: d, Orders: 1, Gross: 10})
				}
			}
			out = append(out, c)
		}
	}
	return out
}

var steady = mbgnbd.Model{R: 0.8, Alpha: 7, A: 0.6, B: 2}

func always(int) mbgnbd.Model { return steady }

func driftOf(t testing.TB, sample []store.Panelist, days int, names ...string) *value.Drift {
	t.Helper()
	var families []Family
	for _, n := range names {
		f, _ := Find(n)
		families = append(families, f)
	}
	d, err := NewPanel(sample, 7).Drift(context.Background(), families, 0, days-1)
	if err != nil {
		t.Fatal(err)
	}
	if d.Verdict == "" || d.Tested == (len(d.Windows) == 0) {
		t.Errorf("nothing said: %+v", d)
	}
	return d
}

// NBD is cheap and wrong about these customers, who leave: the level holds all
// the same, because everyone is watched for as long.
func TestDriftIsCriedAtTheNominalRate(t *testing.T) {
	const runs = 200
	rng := rand.New(rand.NewPCG(11, 1))
	cried := 0
	for range runs {
		d := driftOf(t, arriving(rng, 420, 5, always), 420, value.NBD)
		if !d.Tested {
			t.Fatal(d.Verdict)
		}
		if d.Moved {
			cried++
		}
		if !d.Moved && len(d.Moves) > 0 {
			t.Errorf("moves without drift: %+v", d.Moves)
		}
	}
	// At 5 % for both questions together 10 are expected at most; three
	// standard deviations are 9.
	if cried < 2 || cried > 19 {
		t.Errorf("drift was cried in %d of %d constant logs", cried, runs)
	}
	t.Logf("drift cried in %d of %d constant logs", cried, runs)
}

func TestDriftFindsAChange(t *testing.T) {
	changed := func(day int) mbgnbd.Model {
		m := steady
		if day >= 200 {
			m.Alpha *= 3
		}
		return m
	}
	for seed := range uint64(5) {
		d := driftOf(t, arriving(rand.New(rand.NewPCG(seed, 2)), 728, 6, changed), 728, value.MBGNBD)
		if !d.Moved || len(d.Windows) != driftWindows || d.FollowUpDays != 364 {
			t.Fatalf("not found: %s %+v", d.Verdict, d.Windows)
		}
		step := d.Moves[0]
		if step.Parameter != yearly || step.From != 0 || step.To != driftWindows-1 || step.After > 0.7*step.Before || !(step.P < 0.001) {
			t.Errorf("the surest move is %+v", step)
		}
		if !strings.HasPrefix(d.Verdict, "New customers have changed, more than chance allows") {
			t.Error(d.Verdict)
		}
		first, last := d.Windows[0], d.Windows[len(d.Windows)-1]
		if truth := steady.ExpectedNewCustomer(52); math.Abs(first.Yearly/truth-1) > 0.3 || last.YearlyHigh > truth {
			t.Errorf("yearly %v and %v, at first in truth %v", first.Yearly, last, truth)
		}
		if !(first.YearlyLow < first.Yearly && first.Yearly < first.YearlyHigh) {
			t.Errorf("interval %+v", first)
		}
	}
}

// Customers who come in the same half of each year buy alike: that is no drift.
func TestDriftTellsSeasonsFromYears(t *testing.T) {
	gifts := func(day int) mbgnbd.Model {
		m := steady
		if day%364 >= 182 {
			m.Alpha *= 3
		}
		return m
	}
	d := driftOf(t, arriving(rand.New(rand.NewPCG(8, 8)), 1092, 5, gifts), 1092, value.NBD)
	if !d.Moved || !d.Seasonal || !strings.HasPrefix(d.Verdict, "New customers differ by the season") {
		t.Errorf("%s %+v", d.Verdict, d)
	}
	fewer := func(day int) mbgnbd.Model {
		m := gifts(day)
		if day >= 364 {
			m.Alpha *= 2
		}
		return m
	}
	if d := driftOf(t, arriving(rand.New(rand.NewPCG(9, 9)), 1092, 5, fewer), 1092, value.NBD); !d.Moved || d.Seasonal {
		t.Errorf("%s %+v", d.Verdict, d)
	}
}

func TestDriftDoesNotDependOnTheOrderOfCustomers(t *testing.T) {
	btydtest.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		rng := rand.New(rand.NewPCG(seed, 3))
		sample := arriving(rng, 300, 3, always)
		f, _ := Find(value.NBD)
		ask := func() *value.Drift {
			d, err := NewPanel(sample, 7).Drift(context.Background(), []Family{f}, 0, 299)
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		before := ask()
		rng.Shuffle(len(sample), func(i, j int) { sample[i], sample[j] = sample[j], sample[i] })
		if after := ask(); !reflect.DeepEqual(before, after) {
			t.Fatalf("in another order %+v, not %+v", after, before)
		}
	})
}

// A log that begins in mid-life: the customers of its first half-year are not
// all new.
func TestDriftLeavesTheOpeningOut(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	sample := arriving(rng, 728, 4, always)
	old := arriving(rng, 14, 150, func(int) mbgnbd.Model { return mbgnbd.Model{R: 3, Alpha: 7, A: 0.1, B: 9} })
	d := driftOf(t, append(sample, old...), 728, value.NBD)
	if !d.Tested || d.Moved || d.Windows[0].From != value.DateFromDays(opening) || len(d.Notes) < 2 || !strings.Contains(d.Notes[0], "mid-life") {
		t.Errorf("%+v", d)
	}
	if d := driftOf(t, sample, 728, value.NBD); d.Windows[0].From != value.DateFromDays(0) || strings.Contains(strings.Join(d.Notes, " "), "mid-life") {
		t.Errorf("the opening of a log from its birth is left out: %+v", d)
	}
}

func TestDriftSaysWhyNot(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for name, c := range map[string]struct {
		sample []store.Panelist
		days   int
		models []string
		says   string
	}{
		"too short":     {arriving(rng, 70, 20, always), 70, []string{value.NBD}, "are too few"},
		"too few":       {arriving(rng, 728, 1, always)[:300], 728, []string{value.NBD}, "customers first seen from"},
		"nobody":        {nil, 728, []string{value.NBD}, "0 customers"},
		"no model":      {arriving(rng, 420, 5, always), 420, nil, "no model"},
		"without error": {arriving(rng, 420, 5, always), 420, []string{value.MBGCNBD}, "standard errors"},
	} {
		d := driftOf(t, c.sample, c.days, c.models...)
		if d.Tested || d.Moved || !strings.Contains(d.Verdict, c.says) {
			t.Errorf("%s: %q", name, d.Verdict)
		}
	}
}

func TestWindowsWatchEverybodyAsLong(t *testing.T) {
	sample := arriving(rand.New(rand.NewPCG(6, 6)), 600, 8, always)
	cut := NewPanel(sample, 7).driftCut(0, 599)
	if len(cut.windows) != driftWindows || cut.followUp != 364 || cut.windows[0].from != 0 || cut.windows[driftWindows-1].to != 599-364 {
		t.Fatalf("%d windows of %d days: %+v", len(cut.windows), cut.followUp, cut)
	}
	for i, w := range cut.windows {
		if i > 0 && w.from != cut.windows[i-1].to+1 {
			t.Errorf("window %d begins on day %d, the one before ends on %d", i, w.from, cut.windows[i-1].to)
		}
		if n := len(w.histories); n != 8*(w.to-w.from+1) {
			t.Errorf("window %d has %d customers", i, n)
		}
		for _, h := range w.histories {
			if h.T != 52 || h.Tx > 52 || h.Validate() != nil {
				t.Fatalf("history %+v", h)
			}
		}
	}
}
