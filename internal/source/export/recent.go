package export

// mostRecent bounds what a reader holds of one kind of thing.
const mostRecent = 1 << 16

// recent holds the things that came last, by key, for what later rows may say
// of them. What is pushed out, and in the end the rest, goes to leave in the
// order of coming.
type recent[T any] struct {
	all   map[string]T
	ring  []string
	next  int
	leave func(T) error // nil for nothing
}

func newRecent[T any](leave func(T) error) *recent[T] {
	return &recent[T]{all: map[string]T{}, leave: leave}
}

func (m *recent[T]) get(key string) (T, bool) {
	v, ok := m.all[key]
	return v, ok
}

func (m *recent[T]) put(key string, v T) error {
	_, have := m.all[key]
	m.all[key] = v
	if have {
		return nil
	}
	if len(m.ring) < mostRecent {
		m.ring = append(m.ring, key)
		return nil
	}
	oldest := m.ring[m.next]
	m.ring[m.next] = key
	m.next = (m.next + 1) % mostRecent
	return m.out(oldest)
}

func (m *recent[T]) out(key string) error {
	v := m.all[key]
	delete(m.all, key)
	if m.leave == nil {
		return nil
	}
	return m.leave(v)
}

// flush lets go of everything.
func (m *recent[T]) flush() error {
	for i := range m.ring {
		if err := m.out(m.ring[(m.next+i)%len(m.ring)]); err != nil {
			return err
		}
	}
	m.ring, m.next = nil, 0
	return nil
}
