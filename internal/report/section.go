package report

// section is one heading of the page with what stands below it.
type section struct {
	ID, Title string
	Says      string   // the finding, in one sentence
	Read      []string // how to read it
	Blocks    []block
	Empty     string // why there is nothing to show
}

// block is a figure, a table, both side by side, or a folded table.
type block struct {
	Figure *figure
	Table  *table
	Fold   string // the words on a folded table
	Note   string
}

// figure is a chart with its legend, drawn for wide and for narrow screens.
type figure struct {
	Title  string
	Keys   []key
	Charts []chart
	Square bool
}

// key is one entry of a legend.
type key struct{ Shape, Class, Text string }

// table is rows of printed cells.
type table struct {
	Caption string
	Class   string
	Head    []cell
	Rows    []row
}

type row struct {
	Class string
	Cells []cell
}

// cell is one printed value. Numbers are right-aligned by their class.
type cell struct {
	Text  string
	Class string
	Tip   string
	Chip  string // colour of a chip around the text
	Span  int    // rows
	Row   bool   // names its row
}

func txt(s string) cell  { return cell{Text: s} }
func name(s string) cell { return cell{Text: s, Row: true} }
func nbr(s string) cell  { return cell{Text: s, Class: "n"} }

// drawn makes a figure of a chart drawn at both sizes.
func drawn(title string, width float64, keys []key, draw func(size) chart) *figure {
	return &figure{Title: title, Keys: keys, Square: width < fullWidth, Charts: []chart{
		draw(size{name: "wide", w: width}),
		draw(size{name: "narrow", w: phoneWidth, narrow: true}),
	}}
}
