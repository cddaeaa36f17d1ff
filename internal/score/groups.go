package score

// groups are the rows whose customers share their future, each in the order
// of the rows.
type groups struct {
	rows  []int32
	start []int32 // of each group in rows, and the end of the last
}

func (g groups) len() int { return len(g.start) - 1 }

func (g groups) of(i int) []int32 { return g.rows[g.start[i]:g.start[i+1]] }

// groups puts rows of the same x and T together, or leaves every row alone.
func (s shapes) groups(together bool) groups {
	type key struct{ x, t int32 }
	at := map[key]int32{}
	group := make([]int32, len(s.all))
	var size []int32
	for i, x := range s.all {
		k := key{x.X, x.TDays}
		g, ok := at[k]
		if !ok || !together {
			g = int32(len(size))
			size = append(size, 0)
			if together {
				at[k] = g
			}
		}
		group[i] = g
		size[g]++
	}
	out := groups{rows: make([]int32, len(s.all)), start: make([]int32, len(size)+1)}
	for g, n := range size {
		out.start[g+1] = out.start[g] + n
	}
	next := append([]int32(nil), out.start...)
	for i, g := range group {
		out.rows[next[g]] = int32(i)
		next[g]++
	}
	return out
}
