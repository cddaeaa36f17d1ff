package app

// Event says how far a long job is.
type Event struct {
	Step  string  // what is being done now, in words
	Share float64 // of the step, in [0, 1]; negative when not known
	Bytes int64   // of input in the step; 0 when it is not about bytes
}

// Progress hears of events; it may be called from any goroutine.
type Progress func(Event)

// step reports the beginning of a step.
func (p Progress) step(name string) {
	if p != nil {
		p(Event{Step: name, Share: -1})
	}
}

// share reports how far a step over bytes of input is.
func (p Progress) share(name string, bytes int64) func(float64) {
	return func(share float64) {
		if p != nil {
			p(Event{Step: name, Share: share, Bytes: bytes})
		}
	}
}
