package report

import (
	"math"
	"strconv"
	"strings"
)

// num is a drawing coordinate, printed with at most one decimal.
type num float64

func (n num) String() string {
	if !finite(float64(n)) {
		return "0"
	}
	s := strconv.FormatFloat(float64(n), 'f', 1, 64)
	s = strings.TrimSuffix(s, ".0")
	if s == "-0" {
		return "0"
	}
	return s
}

// mark is one shape of a chart. Colours are classes of the style sheet.
type mark struct {
	Shape      string // rect, path, dot or text
	Class      string
	X, Y, W, H num
	D          string // the path
	Anchor     string // start, middle or end of a text
	Text       string
	Tip        string // shown when the pointer rests on the mark
}

// chart is one finished drawing.
type chart struct {
	ID    string
	Size  string // wide or narrow: which of the two a screen shows
	Title string // what it shows
	Label string // the same for those who cannot see it, with the finding
	W, H  num
	Marks []mark
}

// size is the width a chart is drawn for. Every chart is drawn twice, so that
// its text keeps its size on a phone.
type size struct {
	name   string
	w      float64
	narrow bool
}

const (
	fullWidth   = 808
	squareWidth = 496
	phoneWidth  = 358
)

// canvas collects marks inside a plot area.
type canvas struct {
	size
	h                        float64
	left, right, top, bottom float64 // the plot area's edges
	marks                    []mark
}

// newCanvas leaves room for y labels of so many characters and for two lines
// below.
func newCanvas(s size, h float64, labelChars int) *canvas {
	left := math.Max(28, 10+7.6*float64(labelChars))
	return &canvas{size: s, h: h, left: left, right: s.w - 10, top: 30, bottom: h - 46}
}

// add keeps a mark. A phone has no pointer to rest on it, so the narrow drawing
// goes without tips, and without marks that carry nothing else.
func (c *canvas) add(m mark) {
	if c.narrow {
		if m.Class == "hover" {
			return
		}
		m.Tip = ""
	}
	c.marks = append(c.marks, m)
}

func (c *canvas) rect(x, y, w, h float64, class, tip string) {
	c.add(mark{Shape: "rect", X: num(x), Y: num(y), W: num(w), H: num(h), Class: class, Tip: tip})
}

func (c *canvas) dot(x, y, r float64, class, tip string) {
	c.add(mark{Shape: "dot", X: num(x), Y: num(y), W: num(r), Class: class, Tip: tip})
}

func (c *canvas) text(x, y float64, anchor, class, s string) {
	c.add(mark{Shape: "text", X: num(x), Y: num(y), Anchor: anchor, Class: class, Text: s})
}

// line draws straight from point to point.
func (c *canvas) line(points [][2]float64, class, tip string) {
	if len(points) == 0 {
		return
	}
	c.add(mark{Shape: "path", D: pathOf(points), Class: class, Tip: tip})
}

func pathOf(points [][2]float64) string {
	var b strings.Builder
	for i, p := range points {
		b.WriteByte("ML"[min(i, 1)])
		b.WriteString(num(p[0]).String())
		b.WriteByte(' ')
		b.WriteString(num(p[1]).String())
	}
	return b.String()
}

// chart finishes the drawing.
func (c *canvas) chart(id, title, finding string) chart {
	label := title
	if finding != "" {
		label += ". " + finding
	}
	return chart{ID: id + "-" + c.name, Size: c.name, Title: title, Label: label,
		W: num(c.w), H: num(c.h), Marks: c.marks}
}

// hatch strikes a rectangle through: what it stands for is not complete.
func (c *canvas) hatch(x, y, w, h float64) {
	var b strings.Builder
	for k := -math.Floor(h/5) * 5; k < w; k += 5 {
		from, to := math.Max(0, -k), math.Min(h, w-k)
		if to > from {
			b.WriteString(pathOf([][2]float64{{x + k + from, y + h - from}, {x + k + to, y + h - to}}))
		}
	}
	if b.Len() > 0 {
		c.add(mark{Shape: "path", D: b.String(), Class: "hatch"})
	}
}
