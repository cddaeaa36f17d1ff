package file

import (
	"fmt"
	"slices"
	"strings"
)

// eventColumns are headers of columns that say what kind of event a row is.
var eventColumns = words("eventtype event eventname")

// purchases are how a purchase is called among other events.
var purchases = words("purchase ordercompleted completedorder order checkoutcompleted transaction orderplaced placedorder sale")

// otherEvents warns of a log in which orders stand among other events.
func otherEvents(f *input, rows [][]string) []note {
	if !f.titled {
		return nil
	}
	for i, c := range f.columns {
		if !eventColumns[normal(c)] {
			continue
		}
		buys := false
		var others []string
		for _, v := range values(rows[:min(len(rows), profileRows)], i) {
			if v = strings.TrimSpace(v); purchases[normal(v)] {
				buys = true
			} else if len(others) < 5 && !slices.Contains(others, v) {
				others = append(others, v)
			}
		}
		if buys && len(others) > 0 {
			return []note{{"warning", "other_events", fmt.Sprintf(
				"%q holds other events than purchases (%s): every row with an amount is read as an order. Leave them out of the file if they are none.", c, strings.Join(others, ", "))}}
		}
	}
	return nil
}
