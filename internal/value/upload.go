package value

// Choice is how a person says one file is to be read. The zero value finds out
// everything.
type Choice struct {
	Format   string            `json:"format,omitempty" doc:"Read it as this format: a name of /formats, order-log, or mapped; empty finds out"`
	Kind     string            `json:"kind,omitempty" doc:"What it holds, when it is mapped"`
	Map      map[string]string `json:"map,omitempty" doc:"Field to column, when it is mapped; fields left out are not read"`
	Dates    string            `json:"dates,omitempty" enum:"dmy,mdy,ymd" doc:"Order of day, month and year; empty finds out"`
	Decimal  string            `json:"decimal,omitempty" doc:"The decimal mark, a point or a comma; empty finds out"`
	Currency string            `json:"currency,omitempty" doc:"Of amounts that do not say theirs"`
	Skip     bool              `json:"skip,omitempty" doc:"Leave the file out"`
}

// Asks reports whether a person said anything about how the file is to be read.
func (c Choice) Asks() bool { return c.Format != "" || c.Kind != "" || len(c.Map) > 0 || c.Details() }

// Details reports whether dates, amounts or currency are told.
func (c Choice) Details() bool { return c.Dates != "" || c.Decimal != "" || c.Currency != "" }

// Mapping says which column is which field.
type Mapping struct {
	Kind     string            `json:"kind"`
	Fields   map[string]string `json:"fields" doc:"Field to column"`
	Dates    string            `json:"dates,omitempty"`
	Decimal  string            `json:"decimal,omitempty"`
	Currency string            `json:"currency,omitempty"`
}

// StagedFile is an uploaded file as it is understood before anything is kept.
type StagedFile struct {
	No         int             `json:"no" doc:"Number of the file in its upload, from 1"`
	File       string          `json:"file"`
	Size       int64           `json:"size" doc:"Bytes"`
	Choice     Choice          `json:"choice" doc:"What a person said of it"`
	Columns    []string        `json:"columns"`
	Sample     [][]string      `json:"sample" doc:"Its first rows as they stand in it"`
	Report     FileReport      `json:"report" doc:"What it holds; counts are of the rows looked at"`
	Whole      bool            `json:"whole" doc:"All rows were looked at, so the counts are exact"`
	Mapping    Mapping         `json:"mapping" doc:"How it is mapped, or what a mapping could be"`
	Mapped     bool            `json:"mapped" doc:"It is read by the mapping"`
	Remembered bool            `json:"remembered" doc:"It is read as an earlier file of its header was"`
	Records    []PreviewRecord `json:"records" doc:"Its first records, as understood"`
	Rejected   []Rejection     `json:"rejected" doc:"Rows that would be left out, the first of those looked at"`
	Notices    []Notice        `json:"notices"`
	Problem    *Trouble        `json:"problem,omitempty" doc:"Why it cannot be taken in as it is"`
}

// Trouble is an Error as part of an answer.
type Trouble struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

// Format is a kind of export that is recognised by its header.
type Format struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Kind  string `json:"kind" doc:"What it mostly holds"`
	Note  string `json:"note" doc:"What it cannot tell, or how it is read; may be empty"`
}

// Formats is what files can be read as.
type Formats struct {
	Formats []Format     `json:"formats"`
	Kinds   []MappedKind `json:"kinds" doc:"What files of one's own can be mapped to"`
}

// MappedKind is a kind of record with the fields a mapping can fill.
type MappedKind struct {
	Kind   string  `json:"kind"`
	Fields []Field `json:"fields"`
}

// Field is one thing a mapping can find a column for.
type Field struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Needed  bool   `json:"needed"`
	Explain string `json:"explain"`
}

// MendFile is a file of the rows an import left out, as they stood in its
// file, with a column more that says why: it can be mended and imported.
type MendFile struct {
	No   int    `json:"no"`
	File string `json:"file" doc:"Name it is downloaded under"`
}
