// Package source describes what arrived: a Plan says how a set of files is to
// be cut into columns and which column plays which role. Packages below it
// (file, demo, …) each know one technology and produce Plans or records.
//
// It must not know the store, SQL or models: a Plan is data, and the store's
// drivers decide how to execute it.
package source

import "github.com/perennial-clv/perennial/internal/value"

// Role is the part a column plays in an order log.
type Role string

// The roles. Customer, Time and Amount (or Quantity and Price together) are
// needed; the others sharpen the answer.
const (
	Customer Role = "customer"
	Time     Role = "time"
	Amount   Role = "amount"
	Order    Role = "order"
	Currency Role = "currency"
	Quantity Role = "quantity"
	Price    Role = "price"
	Product  Role = "product" // of a line: what was bought
)

// Plan is how a set of files was understood. Files of one header share a
// Table.
type Plan struct {
	Tables     []Table
	Understood string         // one sentence for people
	Notices    []value.Notice // assumptions made, e.g. day before month
}

// Formats of a Table as a driver sees it: source packages rewrite whatever
// else there is into CSV.
const (
	CSV     = "csv"
	Parquet = "parquet"
)

// Table is one layout and its mapping.
type Table struct {
	Name      string // what sort of log it is, stable: order-log, online-retail, cdnow
	Title     string // the same for people
	Files     []File
	Format    string   // CSV or Parquet
	Delimiter string   // one character
	Quote     string   // one character, or empty when fields are never quoted
	Escape    string   // as Quote
	SkipLines int      // lines before the header, or before the data without one
	Header    bool     // a header line follows the skipped lines
	Columns   []string // names in file order, unique; made up ("column1") without a header
	Types     []string // Parquet only: the column's type as the file states it
	Roles     map[Role]int
	Why       map[Role]string // how each role was found, for people
	Time      TimeRule
	Amount    AmountRule // also governs Quantity and Price
	// Currency is the one currency of the table when no column states it,
	// from a header such as "Amount (EUR)" or a symbol; empty when unknown.
	Currency string
}

// File is one input file.
type File struct {
	Path string // as the user named it
	Read string // what to open: Path itself or a rewritten copy
	Size int64  // bytes of Path
	// LineColumn is set on rewritten copies whose lines differ from the
	// original's: the name of the copy's column that holds the original line.
	LineColumn string
	// Rejected are the records that could not be rewritten, such as broken
	// lines of JSON; RejectedMore counts those beyond the ones kept.
	Rejected     []value.Rejection
	RejectedMore int64
}

// TimeRule says how to read the time column.
type TimeRule struct {
	// Kind is iso (ISO 8601 with or without time and offset), patterns,
	// epoch_seconds, epoch_millis, epoch_micros, or native (Parquet date or
	// timestamp).
	Kind string
	// Patterns are strftime patterns tried in order, for Kind patterns.
	Patterns []string
	// Offsets reports that values carry a UTC offset or zone.
	Offsets bool
}

// AmountRule says how to read money.
type AmountRule struct {
	Native  bool   // Parquet number
	Plain   bool   // only digits, sign and a decimal point in the sample
	Decimal string // "." or ","
	Group   string // thousands separator: "", ",", ".", " " or "'"
}

// Faults are the raw values of one column that could not be used, each with
// the reason, as the store found them.
type Faults struct {
	Column  int
	Reasons map[string]string
}
