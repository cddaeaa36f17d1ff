package value

import "time"

// Severities of a Finding, from nothing to do to wrong figures.
const (
	Good    = "good"    // looked at, and nothing found
	Note    = "note"    // worth knowing
	Warning = "warning" // figures may be off
	Serious = "problem" // figures are wrong until it is mended
)

// Quality is what to know of the data before figures made of it are trusted.
type Quality struct {
	Today      Date             `json:"today" doc:"The day it was asked on, in the zone"`
	Zone       string           `json:"zone"`
	Sources    []SourceQuality  `json:"sources" doc:"What is kept, by source and kind"`
	Currencies []CurrencyOrders `json:"currencies" doc:"Orders by currency"`
	Findings   []Finding        `json:"findings" doc:"What was looked for, the worst first"`
	Rejected   []RejectedReason `json:"rejected" doc:"Rows that standing imports left out, by reason, the latest import first"`
}

// SourceQuality is what is kept of one kind from one source.
type SourceQuality struct {
	Source       string `json:"source" doc:"Empty for plain order logs"`
	Kind         string `json:"kind"`
	Records      int64  `json:"records"`
	Unidentified int64  `json:"unidentified" doc:"Records about nobody"`
	First        Date   `json:"first"`
	Last         Date   `json:"last"`
	DaysSince    *int   `json:"days_since" doc:"Days from the last record to today; null when records have no date"`
}

// CurrencyOrders are orders in one currency.
type CurrencyOrders struct {
	Currency string `json:"currency" doc:"Empty when not stated"`
	Orders   int64  `json:"orders"`
	Value    Amount `json:"value" doc:"What was to be paid for them"`
}

// Finding is one thing that was looked for.
type Finding struct {
	Code     string           `json:"code" doc:"What was looked for, stable: gaps, freshness, duplicates, counted-twice, outliers, …"`
	Severity string           `json:"severity" enum:"good,note,warning,problem"`
	Source   string           `json:"source,omitempty"`
	Title    string           `json:"title" doc:"What was found, in a few words"`
	Means    string           `json:"means" doc:"What it means, and how it was judged"`
	Do       string           `json:"do" doc:"What to do; empty when there is nothing to do"`
	Count    int64            `json:"count" doc:"How many records or gaps; 0 when nothing was found"`
	Examples []FindingExample `json:"examples" doc:"Some of them, the gravest first"`
}

// FindingExample is one thing found.
type FindingExample struct {
	Record   string    `json:"record,omitempty" doc:"Id of the order or refund"`
	Customer string    `json:"customer,omitempty"`
	At       time.Time `json:"at,omitzero"`
	From     Date      `json:"from,omitzero" doc:"Of a stretch of days: the first"`
	To       Date      `json:"to,omitzero" doc:"Of a stretch of days: the last"`
	Currency string    `json:"currency,omitempty"`
	Amount   *Amount   `json:"amount,omitempty"`
	Says     string    `json:"says,omitempty"`
}

// RejectedReason is why rows of an import were left out.
type RejectedReason struct {
	Import int64  `json:"import"`
	File   string `json:"file"`
	Column string `json:"column"`
	Reason string `json:"reason"`
	Rows   int64  `json:"rows"`
	Value  string `json:"value" doc:"What stands in the first of them"`
	Line   int64  `json:"line" doc:"Where it stands"`
}

// Rejected are the rows an import left out.
type Rejected struct {
	Reasons []RejectedReason `json:"reasons"`
	Mend    []MendFile       `json:"mend" doc:"Files of these rows as they stood, to mend and import"`
}
