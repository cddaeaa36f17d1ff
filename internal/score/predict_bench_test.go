package score

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
	"github.com/perennial-clv/perennial/internal/models"
	"github.com/perennial-clv/perennial/internal/source/demo"
	"github.com/perennial-clv/perennial/internal/store"
)

// What is fitted to a million customers of the demo shop.
var (
	demoBG     = bgnbd.Model{R: 0.229030, Alpha: 4.078522, A: 0.657869, B: 1.999415}
	demoMBG    = mbgnbd.Model{R: 1.905295, Alpha: 17.460675, A: 0.674897, B: 0.650180}
	demoPareto = paretonbd.Model{R: 0.836816, Alpha: 14.839463, S: 0.659907, Beta: 10.577426}
	demoSpend  = gammagamma.Model{P: 4.252527, Q: 6.007039, V: 50.176356}
)

func demoPool() models.Pool {
	return models.NewPool([]models.Model{demoBG, demoMBG, demoPareto}, []float64{0.028809, 0.651792, 0.319399}, []bool{false, true, true})
}

// demoShapes are the histories of customers of the demo shop.
func demoShapes(tb testing.TB, customers int) shapes {
	g, err := demo.New(demo.Business{Customers: customers, ByCustomer: true})
	if err != nil {
		tb.Fatal(err)
	}
	end := g.Business().End
	w := &shapeWriter{days: map[string]int32{}, counts: map[store.Shape]int64{}, end: end}
	if _, err := g.Orders(context.Background(), w, nil); err != nil {
		tb.Fatal(err)
	}
	w.finish()
	s := shapes{unit: 7}
	for x, n := range w.counts {
		x.Customers = n
		x.Spend[store.AllDays].Mean, x.Spend[store.AllDays].Squared = 40*float64(n), 2000*float64(n)
		s.all = append(s.all, x)
	}
	slices.SortFunc(s.all, func(a, b store.Shape) int {
		return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.TxDays, b.TxDays), cmp.Compare(a.TDays, b.TDays))
	})
	return s
}

// shapeWriter reads a log by customer into shapes.
type shapeWriter struct {
	rest, customer []byte
	first, last, n int32
	counts         map[store.Shape]int64
	days           map[string]int32
	end            time.Time
}

func (w *shapeWriter) Write(text []byte) (int, error) {
	w.rest = append(w.rest, text...)
	for {
		at := bytes.IndexByte(w.rest, '\n')
		if at < 0 {
			return len(text), nil
		}
		w.row(bytes.Split(w.rest[:at], []byte(",")))
		w.rest = w.rest[at+1:]
	}
}

// row is order, customer, moment, amount, ...
func (w *shapeWriter) row(cells [][]byte) {
	amount, err := strconv.ParseFloat(string(cells[3]), 64)
	if err != nil || amount <= 0 {
		return
	}
	day := w.day(string(cells[2][:10]))
	if !bytes.Equal(cells[1], w.customer) {
		w.finish()
		w.customer, w.first, w.last, w.n = append(w.customer[:0], cells[1]...), day, day, 0
	}
	if day > w.last {
		w.last = day
		w.n++
	}
}

// day counts back from the end of the log.
func (w *shapeWriter) day(text string) int32 {
	d, ok := w.days[text]
	if !ok {
		t, err := time.Parse(time.DateOnly, text)
		if err != nil {
			panic(err)
		}
		d = -int32(w.end.Sub(t).Hours() / 24)
		w.days[text] = d
	}
	return d
}

func (w *shapeWriter) finish() {
	if w.customer != nil {
		w.counts[store.Shape{X: w.n, TxDays: w.last - w.first, TDays: -w.first}]++
	}
}

var millionShapes = sync.OnceValue(func() shapes { return demoShapes(&testing.B{}, 1_000_000) })

// BenchmarkScoreMillion predicts everything that a scoring keeps of a million
// customers of the demo shop: P(alive), expected and discounted orders, the
// interval of value, the variance of the total and the next order's day.
func BenchmarkScoreMillion(b *testing.B) {
	for name, m := range map[string]transactions{"mbg": demoMBG, "pareto": demoPareto, "mixture": demoPool()} {
		b.Run(name, func(b *testing.B) {
			s := millionShapes()
			used := cpuSeconds(b)
			for b.Loop() {
				p := predictor{model: m, spend: newGammaSpend(demoSpend, store.AllDays), horizon: 52, delta: Options{Discount: 0.1, Unit: "week"}.delta(), unit: 7}
				p.scoreAll(s, 1)
			}
			b.ReportMetric((cpuSeconds(b)-used)/float64(b.N), "core-s/op")
			b.ReportMetric(float64(len(s.all)), "histories")
		})
	}
}

// cpuSeconds used by the process, on all cores.
func cpuSeconds(tb testing.TB) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}
