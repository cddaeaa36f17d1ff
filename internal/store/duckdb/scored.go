package duckdb

import (
	"database/sql"
	"errors"
	"math"
	"sync"
	"sync/atomic"

	duck "github.com/duckdb/duckdb-go/v2"

	"github.com/perennial-clv/perennial/internal/store"
)

// scoredCustomers are the folded customers with what the models say of them,
// as a table that the engine can read: this way a million scores reach it
// without being written twice.
type scoredCustomers struct {
	customers []folded
	factors   []float64
	scores    []store.ShapeScore
	at        map[shapeKey]int32 // place in scores
	asOf      int32
	unit      float64
	margin    float64
	days      store.SpendDays // whose mean the scores are applied to
	clv       []float64       // by customer, once handed out
	next      atomic.Int64
}

func newScoredCustomers(w *workbench, scores []store.ShapeScore, days store.SpendDays, margin float64) *scoredCustomers {
	s := &scoredCustomers{customers: w.customers, factors: w.factors, scores: scores, at: make(map[shapeKey]int32, len(scores)),
		asOf: w.sums.bounds.asOf, unit: w.unit, margin: margin, days: days, clv: make([]float64, len(w.customers))}
	for i, x := range scores {
		s.at[shapeKey{x.X, x.TxDays, x.TDays, 0}] = int32(i)
	}
	return s
}

// scoredRows is the place through which the engine's table function finds the
// customers of the scoring under way.
type scoredRows struct {
	mu  sync.Mutex
	now *scoredCustomers
}

func (r *scoredRows) set(s *scoredCustomers) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = s
}

// register makes scored_customers() known to the engine.
func (r *scoredRows) register(conn *sql.Conn) error {
	return duck.RegisterTableUDF(conn, "scored_customers", duck.ParallelChunkTableFunction{
		BindArguments: func(map[string]any, ...any) (duck.ParallelChunkTableSource, error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			if r.now == nil {
				return nil, errors.New("no scoring is under way")
			}
			return r.now, nil
		},
	})
}

// scoredColumns are the columns of scored_customers(). Days are numbers since
// 1970, and NaN stands for what is not known.
var scoredColumns = []struct {
	name string
	kind duck.Type // TYPE_DECIMAL: money as moneyType
}{
	{"id", duck.TYPE_INTEGER}, {"first_day", duck.TYPE_INTEGER}, {"last_day", duck.TYPE_INTEGER},
	{"orders", duck.TYPE_INTEGER}, {"days", duck.TYPE_INTEGER}, {"recency", duck.TYPE_DOUBLE}, {"age", duck.TYPE_DOUBLE},
	{"historic_value", duck.TYPE_DECIMAL}, {"mean_order_value", duck.TYPE_DOUBLE}, {"p_alive", duck.TYPE_DOUBLE},
	{"expected_orders", duck.TYPE_DOUBLE}, {"expected_order_value", duck.TYPE_DOUBLE}, {"clv", duck.TYPE_DOUBLE},
	{"clv_low", duck.TYPE_DOUBLE}, {"clv_high", duck.TYPE_DOUBLE}, {"next_day", duck.TYPE_INTEGER}, {"gap", duck.TYPE_DOUBLE},
}

// ColumnInfos tells the engine the columns.
func (s *scoredCustomers) ColumnInfos() []duck.ColumnInfo {
	out := make([]duck.ColumnInfo, len(scoredColumns))
	for i, c := range scoredColumns {
		info, err := typeInfo(c.kind)
		if err != nil {
			return nil // a plain type always has one
		}
		out[i] = duck.ColumnInfo{Name: c.name, T: info}
	}
	return out
}

// typeInfo describes a column's type to the engine.
func typeInfo(kind duck.Type) (duck.TypeInfo, error) {
	if kind == duck.TYPE_DECIMAL {
		return duck.NewDecimalInfo(18, 6) // inside the engine: millionths
	}
	return duck.NewTypeInfo(kind)
}

// Cardinality tells the engine how many rows to expect.
func (s *scoredCustomers) Cardinality() *duck.CardinalityInfo {
	return &duck.CardinalityInfo{Cardinality: uint(len(s.customers))}
}

// Init starts a reading.
func (s *scoredCustomers) Init() duck.ParallelTableSourceInfo {
	s.next.Store(0)
	return duck.ParallelTableSourceInfo{MaxThreads: 64}
}

// NewLocalState: the readers share nothing but the place reached.
func (s *scoredCustomers) NewLocalState() any { return &struct{}{} }

// FillChunk hands the engine the next stretch of customers.
func (s *scoredCustomers) FillChunk(_ any, chunk duck.DataChunk) error {
	size := int64(duck.GetDataChunkCapacity())
	for {
		from := s.next.Add(size) - size
		to := min(from+size, int64(len(s.customers)))
		if from >= to {
			return chunk.SetSize(0)
		}
		rows := 0
		for id := from; id < to; id++ {
			if !s.customers[id].seen {
				continue
			}
			if err := s.fill(chunk, rows, int32(id)); err != nil {
				return err
			}
			rows++
		}
		if rows > 0 {
			return chunk.SetSize(rows)
		}
	}
}

// noNumber stands for a day that is not known, beside days since 1970.
const noNumber = math.MinInt32

// fill writes one customer. A prediction is linear in the customer's own mean
// spend; the coefficients come from the models.
func (s *scoredCustomers) fill(chunk duck.DataChunk, row int, id int32) error {
	c := &s.customers[id]
	nan := math.NaN()
	r := scoredRow{next: noNumber, alive: nan, expected: nan, spend: nan, clv: nan, low: nan, high: nan}
	first, last := int32(noNumber), int32(noNumber)
	recency, age := 0.0, 0.0
	if c.days > 0 {
		first, last = c.first, c.last
		recency, age = float64(last-first)/s.unit, float64(s.asOf-first)/s.unit
		if i, ok := s.at[shapeKey{c.days - 1, last - first, s.asOf - first, 0}]; ok {
			r = s.predict(s.scores[i], c.mean(s.days))
			if len(s.factors) > 0 {
				r.adjust(s.factors[id])
			}
			s.clv[id] = r.clv
		}
	}
	return errors.Join(
		duck.SetChunkValue(chunk, 0, row, id), duck.SetChunkValue(chunk, 1, row, first), duck.SetChunkValue(chunk, 2, row, last),
		duck.SetChunkValue(chunk, 3, row, c.orders), duck.SetChunkValue(chunk, 4, row, c.days),
		duck.SetChunkValue(chunk, 5, row, recency), duck.SetChunkValue(chunk, 6, row, age),
		duck.SetChunkValue(chunk, 7, row, c.gross+c.refunded), duck.SetChunkValue(chunk, 8, row, c.meanOrder()),
		duck.SetChunkValue(chunk, 9, row, r.alive), duck.SetChunkValue(chunk, 10, row, r.expected),
		duck.SetChunkValue(chunk, 11, row, r.spend), duck.SetChunkValue(chunk, 12, row, r.clv),
		duck.SetChunkValue(chunk, 13, row, r.low), duck.SetChunkValue(chunk, 14, row, r.high),
		duck.SetChunkValue(chunk, 15, row, r.next), duck.SetChunkValue(chunk, 16, row, float64(c.gap)),
	)
}

// meanOrder is the mean order before refunds; NaN without an order.
func (c *folded) meanOrder() float64 {
	if c.orders == 0 {
		return math.NaN()
	}
	return major(c.gross) / float64(c.orders)
}

// scoredRow is what the models say of one customer.
type scoredRow struct {
	alive, expected, spend, clv, low, high float64
	next                                   int32
}

// predict applies a shape's score to a customer's mean spend.
func (s *scoredCustomers) predict(x store.ShapeScore, mean float64) scoredRow {
	if math.IsNaN(mean) {
		mean = 0
	}
	spend, scale := x.SpendBase+x.SpendSlope*mean, x.ScaleBase+x.ScaleSlope*mean
	r := scoredRow{
		alive: x.PAlive, expected: x.ExpectedOrders, spend: spend, clv: s.margin * x.Discounted * spend,
		low: s.margin * x.Low * scale, high: s.margin * x.High * scale, next: noNumber,
	}
	if x.PAlive < 0 {
		r.alive = math.NaN()
	}
	if x.NextDays >= 0 {
		r.next = s.asOf + x.NextDays
	}
	return r
}

// adjust multiplies what is expected by a factor of the customer's own.
func (r *scoredRow) adjust(by float64) {
	r.expected, r.clv, r.low, r.high = r.expected*by, r.clv*by, r.low*by, r.high*by
}
