package sample

import (
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/perennial-clv/perennial/btyd/tenure"
)

// LoadTelco reads the public table of 7,043 telephone customers: months of
// tenure and who left, by kind of contract.
func LoadTelco() (map[string][]tenure.Observation, error) {
	f, err := os.Open(find("data/subscriptions/Telco-Customer-Churn.csv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	column := map[string]int{}
	for i, name := range lines[0] {
		column[name] = i
	}
	byContract := map[string][]tenure.Observation{}
	for i, line := range lines[1:] {
		months, err := strconv.ParseFloat(line[column["tenure"]], 64)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+2, err)
		}
		contract := line[column["Contract"]]
		byContract[contract] = append(byContract[contract], tenure.Observation{Exit: months, Lost: line[column["Churn"]] == "Yes"})
	}
	return byContract, nil
}

// NeedTelco loads the telephone customers, or skips the test when they are not
// at hand.
func NeedTelco(t testing.TB) map[string][]tenure.Observation {
	t.Helper()
	byContract, err := LoadTelco()
	if err != nil {
		t.Skip("the telephone customers are not at hand; set PERENNIAL_SHARED to the folder that has data/subscriptions/Telco-Customer-Churn.csv")
	}
	return byContract
}
