package export

// singles reads a format whose rows each make their records by themselves.
type singles struct {
	each func(r *row) error
	end  func() error // nil when there is nothing to do
}

// next implements rows.
func (s singles) next(r *row) error { return s.each(r) }

// finish implements rows.
func (s singles) finish() error {
	if s.end == nil {
		return nil
	}
	return s.end()
}

// datesOf is the order of day and month in the named columns: the caller's,
// else what the sample tells, else the format's habit; without a habit the
// month is taken to come first, which is said.
func datesOf(h *header, o Options, out *output, habit string, names ...string) string {
	switch {
	case o.Dates != "":
		return o.Dates
	case habit != "":
		return dayOrder(h.values(names...), habit)
	}
	return out.dayOrder(h.values(names...))
}
