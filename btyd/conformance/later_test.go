package conformance

import (
	"bufio"
	"slices"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// later is one CDNOW customer over all 78 weeks: the days of purchases, counted
// from 1997-01-01, in order.
type later struct{ days []int }

// loadLater reads the customers in the order of [sample.LoadCDNOW].
func loadLater() ([]later, error) {
	f, err := sample.Open(cdnow.file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	start := time.Date(1997, 1, 1, 0, 0, 0, 0, time.UTC)
	place := map[string]int{}
	var all []later
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 5 {
			continue
		}
		day, err := time.Parse("20060102", fields[2])
		if err != nil {
			return nil, err
		}
		i, known := place[fields[1]]
		if !known {
			i = len(all)
			place[fields[1]] = i
			all = append(all, later{})
		}
		all[i].days = append(all[i].days, int(day.Sub(start).Hours()/24))
	}
	for i := range all {
		slices.Sort(all[i].days)
		all[i].days = slices.Compact(all[i].days)
	}
	return all, nil
}

// split is the last day of the calibration period, 1997-09-30.
const split = 272

// after counts the purchase days behind the calibration period.
func (l later) after() (n float64) {
	for _, d := range l.days {
		if d > split {
			n++
		}
	}
	return n
}

// history is the customer's up to a day at the end of the log or behind it.
func (l later) history(end int) btyd.History {
	first, last := l.days[0], l.days[len(l.days)-1]
	return history(float64(len(l.days)-1), float64(last-first)/7, float64(end-first)/7)
}
