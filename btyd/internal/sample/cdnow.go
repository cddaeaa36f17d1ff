package sample

import (
	"bufio"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/perennial-clv/perennial/btyd"
)

// CDNOW is the calibration half of the public CDNOW sample: one element a
// customer, in order of customer number.
type CDNOW struct {
	Histories []btyd.History
	// Spend has the mean repeat amount of those who came back.
	Spend btyd.SpendRows
}

// find looks for a file under $PERENNIAL_SHARED, or under a folder named
// shared beside one of the folders above the working directory.
func find(name string) string {
	if root := os.Getenv("PERENNIAL_SHARED"); root != "" {
		return filepath.Join(root, name)
	}
	dir, err := os.Getwd()
	for err == nil {
		path := filepath.Join(dir, "shared", name)
		if _, e := os.Stat(path); e == nil {
			return path
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			break
		}
		dir = parent
	}
	return ""
}

// LoadCDNOW summarises the purchase log up to 1997-09-30 in exact weeks
// (days/7): several purchases on one day count once. The error is that of
// opening or reading the file.
func LoadCDNOW() (CDNOW, error) {
	f, err := os.Open(find("data/orders/cdnow_sample.txt"))
	if err != nil {
		return CDNOW{}, err
	}
	defer f.Close()
	cut := time.Date(1997, 9, 30, 0, 0, 0, 0, time.UTC)
	days := map[string]map[time.Time]float64{}
	var order []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 5 {
			continue
		}
		day, err := time.Parse("20060102", fields[2])
		if err != nil {
			return CDNOW{}, err
		}
		amount, err := strconv.ParseFloat(fields[4], 64)
		if err != nil {
			return CDNOW{}, err
		}
		id := fields[1]
		if days[id] == nil {
			days[id] = map[time.Time]float64{}
			order = append(order, id)
		}
		if !day.After(cut) {
			days[id][day] += amount
		}
	}
	var c CDNOW
	for _, id := range order {
		c.add(days[id], cut)
	}
	return c, nil
}

// add appends one customer from purchase days and amounts.
func (c *CDNOW) add(days map[time.Time]float64, cut time.Time) {
	first, last, total := cut, time.Time{}, 0.0
	// In order of days: the last bits of a sum depend on it.
	for _, day := range slices.SortedFunc(maps.Keys(days), time.Time.Compare) {
		amount := days[day]
		if day.Before(first) {
			first = day
		}
		if day.After(last) {
			last = day
		}
		total += amount
	}
	weeks := func(d time.Duration) float64 { return d.Hours() / 24 / 7 }
	x := float64(len(days) - 1)
	c.Histories = append(c.Histories, btyd.History{X: x, Tx: weeks(last.Sub(first)), T: weeks(cut.Sub(first))})
	if x > 0 {
		c.Spend.X = append(c.Spend.X, x)
		c.Spend.M = append(c.Spend.M, (total-days[first])/x)
		c.Spend.W = append(c.Spend.W, 1)
	}
}

// LoadRoundedCDNOW reads the calibration summary with weeks rounded to two
// decimals.
func LoadRoundedCDNOW() ([]btyd.History, error) {
	f, err := os.Open(find("data/orders/cdnow_summary.csv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []btyd.History
	lines := bufio.NewScanner(f)
	lines.Scan() // header
	for lines.Scan() {
		fields := strings.Split(strings.TrimSpace(lines.Text()), ",")
		if len(fields) < 4 {
			continue
		}
		var v [3]float64
		for i := range v {
			if v[i], err = strconv.ParseFloat(fields[i+1], 64); err != nil {
				return nil, err
			}
		}
		out = append(out, btyd.History{X: v[0], Tx: v[1], T: v[2]})
	}
	return out, nil
}
