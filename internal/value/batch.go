package value

import "time"

// Batch is one import: all of it is in the store, or none.
type Batch struct {
	ID         int64             `json:"id"`
	Files      []string          `json:"files"`
	ImportedAt time.Time         `json:"imported_at"`
	Rows       int64             `json:"rows"`
	Accepted   int64             `json:"accepted"`
	Rejected   int64             `json:"rejected"`
	New        int64             `json:"new" doc:"Records the store did not have; lines count with their orders"`
	Replaced   int64             `json:"replaced" doc:"Records that this import corrected"`
	Unchanged  int64             `json:"unchanged" doc:"Records the store already had"`
	Understood string            `json:"understood"`
	First      Date              `json:"first"`
	Last       Date              `json:"last"`
	Reports    []FileReport      `json:"reports" doc:"What each file held"`
	Changes    map[string]Change `json:"changes" doc:"What became of the records, by kind"`
	UndoneAt   time.Time         `json:"undone_at,omitzero" doc:"When the import was undone; absent while it stands"`
}

// Change is what became of records of one kind.
type Change struct {
	New       int64 `json:"new"`
	Replaced  int64 `json:"replaced"`
	Unchanged int64 `json:"unchanged"`
}

// FileReport is what one file held, as it was understood.
type FileReport struct {
	File        string           `json:"file"`
	Kind        string           `json:"kind" doc:"What the file mostly holds: orders, customers, spend, …"`
	Format      string           `json:"format" doc:"How it was understood, such as shopify-orders"`
	Title       string           `json:"title" doc:"The format in words"`
	Rows        int64            `json:"rows"`
	Accepted    int64            `json:"accepted"`
	Rejected    int64            `json:"rejected"`
	Records     map[string]int64 `json:"records" doc:"Records by kind; lines of one order make one order"`
	Currencies  []string         `json:"currencies"`
	First       Date             `json:"first" doc:"Day (UTC) of the earliest record"`
	Last        Date             `json:"last" doc:"Day (UTC) of the latest record"`
	Fingerprint string           `json:"fingerprint,omitempty" doc:"SHA-256 of the file"`
	Known       bool             `json:"known,omitempty" doc:"The file was imported before, byte for byte, and is passed over"`
	Notices     []Notice         `json:"notices,omitempty" doc:"What was assumed in reading it"`
}

// Rejection is one row that was not taken in, and why.
type Rejection struct {
	File   string `json:"file"`
	Line   int64  `json:"line" doc:"First line of the record, from 1; 0 where the format has no lines"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
}
