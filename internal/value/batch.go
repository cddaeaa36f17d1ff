package value

import "time"

// Batch is one import: all of it is in the store, or none.
type Batch struct {
	ID         int64     `json:"id"`
	Files      []string  `json:"files"`
	ImportedAt time.Time `json:"imported_at"`
	Rows       int64     `json:"rows"`
	Accepted   int64     `json:"accepted"`
	Rejected   int64     `json:"rejected"`
	New        int64     `json:"new" doc:"Orders and refunds the store did not have"`
	Replaced   int64     `json:"replaced" doc:"Orders that this import corrected"`
	Unchanged  int64     `json:"unchanged" doc:"Orders the store already had"`
	Understood string    `json:"understood"`
	First      Date      `json:"first"`
	Last       Date      `json:"last"`
}

// Rejection is one row that was not taken in, and why.
type Rejection struct {
	File   string `json:"file"`
	Line   int64  `json:"line" doc:"First line of the record, from 1; 0 where the format has no lines"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
}
