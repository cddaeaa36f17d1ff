package export

// mostRecent bounds what a reader remembers of one kind of thing.
const mostRecent = 1 << 16

// recent remembers the things put last, by key.
type recent[T any] struct {
	all  map[string]T
	ring []string
	next int
}

func newRecent[T any]() *recent[T] { return &recent[T]{all: map[string]T{}} }

func (m *recent[T]) get(key string) (T, bool) {
	v, ok := m.all[key]
	return v, ok
}

func (m *recent[T]) put(key string, v T) {
	if _, have := m.all[key]; have {
		m.all[key] = v
		return
	}
	m.all[key] = v
	if len(m.ring) < mostRecent {
		m.ring = append(m.ring, key)
		return
	}
	delete(m.all, m.ring[m.next])
	m.ring[m.next] = key
	m.next = (m.next + 1) % mostRecent
}
