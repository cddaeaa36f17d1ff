package identity

import (
	"cmp"
	"slices"
)

// Paths are, for every identifier that links lead to from one, the links on a
// shortest way there, from the far end to the near one. Of ways as short, the
// one of the earliest imports is taken.
func Paths(from string, links []Link) map[string][]Link {
	near := map[string][]Link{}
	sorted := slices.Clone(links)
	slices.SortFunc(sorted, func(x, y Link) int {
		return cmp.Or(cmp.Compare(x.Batch, y.Batch), compare(x.A, y.A), compare(x.B, y.B), compare(x.Source, y.Source), compare(x.Kind, y.Kind))
	})
	for _, l := range sorted {
		near[l.A], near[l.B] = append(near[l.A], l), append(near[l.B], l)
	}
	paths := map[string][]Link{from: nil}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		for _, l := range near[at] {
			next := l.A
			if next == at {
				next = l.B
			}
			if _, been := paths[next]; !been {
				paths[next] = append([]Link{l}, paths[at]...)
				queue = append(queue, next)
			}
		}
	}
	return paths
}
