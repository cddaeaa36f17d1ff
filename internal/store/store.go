// Package store says what Perennial asks of a database, in small roles shaped
// by the questions asked. Drivers live in packages below it and pass the one
// conformance suite in storetest.
//
// It must not know SQL, models or HTTP. There is no raw-query door: a new
// question is a new method.
package store

import (
	"context"
	"io"

	"github.com/perennial-clv/perennial/internal/record"
	"github.com/perennial-clv/perennial/internal/source"
	"github.com/perennial-clv/perennial/internal/value"
)

// Progress is called from time to time with the share done in [0, 1], or a
// negative share when it is not known.
type Progress func(share float64)

// LoadOptions govern one load.
type LoadOptions struct {
	Zone     string // IANA zone in which times without an offset were written
	Currency string // keep only this currency; empty refuses a mixture
	// Replace makes the load idempotent: rows the store has are left alone
	// or corrected. Without it the store must be empty.
	Replace      bool
	Fingerprints []string // SHA-256 of the files, to recognise them again
	Progress     Progress
	// Locate finds the lines of the values that could not be used, in one
	// table of the plan. The rows it emits are kept with the batch.
	Locate func(ctx context.Context, table source.Table, faults []source.Faults, emit func(value.Rejection) error) error
	// Records, when set, puts in what is no plain order log, after the plan's
	// files; it needs Replace. What it returns stops the load.
	Records func(ctx context.Context, to RecordSink) error
	// Reports are what each file of Records held; those of the plan's files
	// are made by the store. Called after Records.
	Reports func() []value.FileReport
	// Settings are kept with the load, such as how far a database was read.
	Settings map[string]any
	// Unidentified keeps orders of nobody: they are part of the business's
	// money and of no customer's. Without it they are rejected.
	Unidentified bool
}

// RecordSink takes records in, each valid during the call only.
type RecordSink interface {
	// File says which file the following records are from, by its number in
	// the load: of files that overlap the later one's version counts.
	File(no int)
	Put(r record.Record) error
	Reject(r value.Rejection) error
}

// Loaded says what a load did.
type Loaded struct {
	Batch      value.Batch
	Duplicates int64          // rows of orders that several files brought
	Notices    []value.Notice // what the reader should know
	Currency   string
}

// Intake takes order logs in: all of a load or nothing.
type Intake interface {
	// Load reads the files of a plan into the store.
	Load(ctx context.Context, plan source.Plan, opt LoadOptions) (Loaded, error)
	// FirstOrders are a few of the orders kept, for a preview.
	FirstOrders(ctx context.Context, n int) ([]record.Order, error)
	// Undo takes an import back: what it brought goes, unless another standing
	// import brought the same, and what it replaced returns. The import stays
	// on record as undone.
	Undo(ctx context.Context, batch int64) (value.Batch, error)
	// ExportRejections writes the rows a batch left out, by file and line.
	ExportRejections(ctx context.Context, batch int64, path string) error
	// Batches lists imports, newest first.
	Batches(ctx context.Context) ([]value.Batch, error)
	// Known tells which fingerprints were imported before and not undone.
	Known(ctx context.Context, fingerprints []string) (map[string]value.Batch, error)
}

// Span is the extent of the orders kept.
type Span struct {
	First, Last Date
	Currency    string
	// Unnamed reports that some amounts name no currency and are taken to be
	// in that of the others.
	Unnamed bool
	Rows    int64
}

// Date is a calendar day.
type Date = value.Date

// Cut says up to when customers are summarised.
type Cut struct {
	Zone string
	AsOf Date
	// CalibrationEnd and HoldoutEnd bound the hold-out, which is the days
	// after the first up to and including the second; zero without one.
	CalibrationEnd, HoldoutEnd Date
	// Panel is how many customers to keep day by day, about; fewer customers
	// are all kept.
	Panel int
}

// Counts are the facts of a Cut.
type Counts struct {
	Orders, Refunds, Customers int64
	Repeaters                  int64 // customers with two or more purchase days
	First, Last                Date
	Historic                   value.Amount
	Gross, Refunded            value.Amount
	AfterAsOf                  int64 // orders and refunds later than as-of
	RefundOnly                 int64 // customers without an order up to as-of
	CalibrationCustomers       int64
	CalibrationRepeaters       int64
	HoldoutNewCustomers        int64
	HoldoutValue               value.Amount // net spend of calibration customers in the hold-out
}

// Window is which of a Cut's two histories is meant.
type Window int

// The windows.
const (
	UpToAsOf Window = iota
	UpToCalibrationEnd
)

// Shape is one distinct history with the customers that share it. Days are
// whole days.
type Shape struct {
	X, TxDays, TDays int32
	Holdout          int32 // purchase days in the hold-out; UpToCalibrationEnd only
	Customers        int64
	Spend            [2]SpendSum // of those customers, by SpendDays
}

// Spend is a mean net spend of N purchase days, shared by Customers.
type Spend struct {
	N         int32
	Mean      float64
	Customers int64
}

// ShapeScore is what a model says of every customer of a Shape. Value is
// linear in a customer's mean spend m, 0 for a customer without one: expected
// spend = SpendBase + SpendSlope*m, interval = (Low, High) * (ScaleBase +
// ScaleSlope*m).
type ShapeScore struct {
	X, TxDays, TDays int32
	PAlive           float64 // negative: the model has no such notion
	ExpectedOrders   float64
	Discounted       float64 // expected discounted orders
	SpendBase        float64
	SpendSlope       float64
	ScaleBase        float64
	ScaleSlope       float64
	Low, High        float64
	NextDays         int32 // days after as-of; negative: not within the horizon
}

// Birth counts the customers whose first order fell on a day.
type Birth struct {
	Day       Date
	Customers int64
	Gross     float64 // what they spent that day
}

// DayCount is a number of purchases on a day.
type DayCount struct {
	Day   Date
	Count int64
}

// CohortCell is the net spend of a cohort in one 30-day step since first order.
type CohortCell struct {
	Cohort Date // first day of the cohort's period
	End    Date // last day of the cohort's period
	Step   int
	Value  float64
}

// Panelist is one customer of a panel: the days with orders or refunds, in
// order.
type Panelist struct{ Days []PanelDay }

// PanelDay is what a customer did on one day. Money is in major units and
// refunds are negative.
type PanelDay struct {
	Day             int32 // since 1970
	Orders, Refunds int32
	Gross, Refunded float64
}

// FirstYear is what customers at least 364 days old had spent, net, in the
// first 364 days.
type FirstYear struct {
	Customers int64
	Value     float64
}

// Workbench is one scoring in the making: it summarises, hands out shapes and
// takes scores. Close throws away what was not kept. Not for concurrent use.
type Workbench interface {
	// Span is the extent of all orders kept, whatever as-of.
	Span(ctx context.Context, zone string) (Span, error)
	// Summarise prepares the histories of a Cut. Call it before the others.
	Summarise(ctx context.Context, cut Cut) (Counts, error)
	Histories
	Timelines
	// Adjust multiplies what Keep will say of each customer's orders and value
	// by a factor of the customer's own. factor says by how much, and how much
	// the customer weighs; factors are scaled so that their weighted mean is
	// one, and then drawn towards one: 1 + share*(factor-1). It is called from
	// several goroutines, and the panelist, who is known up to as-of, is valid
	// during the call only.
	Adjust(ctx context.Context, share float64, factor func(Panelist) (factor, weight float64)) error
	// Keep replaces the scores and the run record, all or nothing. The scores
	// are applied to customers' mean spends of the given days.
	Keep(ctx context.Context, scores []ShapeScore, days SpendDays, margin float64, finish func(Scored) (value.Run, error)) error
	Close() error
}

// Histories hands out what models learn from.
type Histories interface {
	// Shapes streams the distinct histories of a window, ordered.
	Shapes(ctx context.Context, w Window, emit func(Shape) error) error
	// Spends streams customers' positive mean spends of the given days,
	// ordered by number of days and mean.
	Spends(ctx context.Context, w Window, days SpendDays, emit func(Spend) error) error
}

// Timelines hands out sums over time.
type Timelines interface {
	// Births counts customers by the day of their first order, up to as-of.
	Births(ctx context.Context) ([]Birth, error)
	// Repeats counts repeat purchases by day, through the hold-out, of
	// customers first seen by the end of calibration (or as-of without one).
	Repeats(ctx context.Context) ([]DayCount, error)
	// Months sums revenue by calendar month up to as-of.
	Months(ctx context.Context) ([]value.MonthRevenue, error)
	// Cohorts sums net spend by cohort of first order and 30-day step; period
	// is month, quarter or year. Cells of nothing are left out.
	Cohorts(ctx context.Context, period string) ([]CohortCell, error)
	// Panel is a sample of customers day by day, through the hold-out. The
	// same log gives the same sample, whatever the order of its rows.
	Panel(ctx context.Context) ([]Panelist, error)
	// FirstYear is what a customer turned out to be worth in a year.
	FirstYear(ctx context.Context) (FirstYear, error)
}

// Scored is what the store can say once every customer has a score.
type Scored struct {
	Predicted, ExpectedOrders, Alive, AtRisk float64
	Best, Slipping                           []value.Score
	Concentration                            []value.Concentration
}

// Reader answers the dashboard's questions from the latest scoring.
type Reader interface {
	// Run is the latest run record; value.NotFound before the first.
	Run(ctx context.Context) (value.Run, error)
	// Histories are the distinct histories behind the latest scoring, of about
	// the wanted number of customers or of all when they are fewer.
	Histories(ctx context.Context, wanted int) ([]Shape, error)
	// Customers is one page of a selection.
	Customers(ctx context.Context, q value.CustomerQuery) (value.CustomerPage, error)
	// Customer is one customer's score and orders, with days of the zone;
	// value.NotFound if unknown.
	Customer(ctx context.Context, id, zone string) (Customer, error)
	// ExportCustomers writes a selection as CSV.
	ExportCustomers(ctx context.Context, q value.CustomerQuery, w io.Writer) error
	// ExportScores writes all scores to files.
	ExportScores(ctx context.Context, files ...ScoreFile) error
}

// ScoreFile is a file of scores: csv or parquet.
type ScoreFile struct{ Path, Format string }

// Customer is one customer as kept.
type Customer struct {
	Score  value.Score
	Rank   float64 // share of customers with a lower CLV
	Events []value.OrderEvent
	// Days are the purchase days with their net spend, oldest first.
	Days []PurchaseDay
}

// PurchaseDay is a day on which a customer bought.
type PurchaseDay struct {
	Day      Date
	Orders   int64
	Gross    float64
	Refunded float64
}
