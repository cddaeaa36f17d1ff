package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/perennial-clv/perennial/internal/app"
)

// meter shows how far a job is, once it takes longer than a second: a line
// that rewrites itself on a terminal, a line every few seconds elsewhere.
type meter struct {
	mu       sync.Mutex
	out      io.Writer
	terminal bool
	began    time.Time // of the job
	step     app.Event
	stepped  time.Time // when the step began
	shown    time.Time
	width    int
}

const (
	patience      = time.Second
	terminalEvery = 100 * time.Millisecond
	plainEvery    = 10 * time.Second
)

// meter for the shell's error output; silent with --quiet.
func (s *shell) meter() *meter {
	m := &meter{out: s.Err, began: time.Now()}
	if s.quiet {
		m.out = io.Discard
	}
	if f, ok := s.Err.(*os.File); ok {
		if info, err := f.Stat(); err == nil {
			m.terminal = info.Mode()&os.ModeCharDevice != 0
		}
	}
	return m
}

// event takes one report.
func (m *meter) event(e app.Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	if e.Step != m.step.Step {
		m.stepped = now
	}
	m.step = e
	every := plainEvery
	if m.terminal {
		every = terminalEvery
	}
	if now.Sub(m.began) < patience || now.Sub(m.shown) < every {
		return
	}
	m.shown = now
	m.print(m.text(now))
}

// text is the line to show.
func (m *meter) text(now time.Time) string {
	e, took := m.step, now.Sub(m.stepped)
	s := e.Step
	if e.Share > 0 && e.Share < 1 {
		s += fmt.Sprintf("  %3.0f %%", 100*e.Share)
		if e.Bytes > 0 && took > 0 {
			s += fmt.Sprintf("  %.0f MB/s", e.Share*float64(e.Bytes)/1e6/took.Seconds())
		}
		if e.Share > 0.02 {
			left := time.Duration(float64(took) * (1 - e.Share) / e.Share)
			s += "  " + spell(left) + " left"
		}
	}
	return s
}

// print shows a line, over the last one on a terminal.
func (m *meter) print(s string) {
	if !m.terminal {
		fmt.Fprintln(m.out, s)
		return
	}
	n := len([]rune(s))
	fmt.Fprintf(m.out, "\r%s%s", s, strings.Repeat(" ", max(m.width-n, 0)))
	m.width = n
}

// done wipes the line.
func (m *meter) done() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.terminal && m.width > 0 {
		fmt.Fprintf(m.out, "\r%s\r", strings.Repeat(" ", m.width))
		m.width = 0
	}
}

// spell prints a duration as people say it.
func spell(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	}
	return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
}
