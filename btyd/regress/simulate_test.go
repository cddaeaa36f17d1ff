package regress

import (
	"math"
	"math/rand/v2"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/bgnbd"
	"github.com/perennial-clv/perennial/btyd/gammagamma"
	"github.com/perennial-clv/perennial/btyd/mbgnbd"
	"github.com/perennial-clv/perennial/btyd/numeric"
	"github.com/perennial-clv/perennial/btyd/paretonbd"
)

// customersOf draws histories of customers with a binary and a continuous
// covariate on purchasing, and the binary one on leaving.
func customersOf[B interface {
	Base
	Simulate(rng *rand.Rand, T float64) []float64
}](m Model[B], n int, seed uint64) Data {
	rng := rand.New(rand.NewPCG(seed, 1))
	d := Data{Purchase: make([][]float64, 2), Dropout: make([][]float64, 1),
		PurchaseNames: []string{"coupon", "basket"}, DropoutNames: []string{"coupon"}}
	for range n {
		coupon, basket := 0.0, 3+0.8*rng.NormFloat64()
		if rng.Float64() < 0.3 {
			coupon = 1
		}
		own, err := m.For([]float64{coupon, basket}, []float64{coupon})
		if err != nil {
			panic(err)
		}
		h := btyd.History{T: 78 - 12*rng.Float64()}
		if times := own.Simulate(rng, h.T); len(times) > 0 {
			h.X, h.Tx = float64(len(times)), times[len(times)-1]
		}
		d.Rows.X, d.Rows.Tx = append(d.Rows.X, h.X), append(d.Rows.Tx, h.Tx)
		d.Rows.T, d.Rows.W = append(d.Rows.T, h.T), append(d.Rows.W, 1)
		d.Purchase[0], d.Purchase[1] = append(d.Purchase[0], coupon), append(d.Purchase[1], basket)
		d.Dropout[0] = append(d.Dropout[0], coupon)
	}
	return d
}

var (
	paretoTruth = Model[paretonbd.Model]{Base: paretonbd.Model{R: 0.9, Alpha: 14, S: 0.8, Beta: 20},
		Purchase: []float64{0.5, 0.25}, Dropout: []float64{-0.6}}
	bgTruth = Model[bgnbd.Model]{Base: bgnbd.Model{R: 0.6, Alpha: 9, A: 0.8, B: 2.4},
		Purchase: []float64{0.5, 0.25}, Dropout: []float64{-0.6}}
	mbgTruth = Model[mbgnbd.Model]{Base: mbgnbd.Model{R: 0.6, Alpha: 9, A: 0.8, B: 2.4},
		Purchase: []float64{0.5, 0.25}, Dropout: []float64{-0.6}}
	spendTruth = SpendModel{Base: gammagamma.Model{P: 6, Q: 4, V: 15}, Coefficients: []float64{0.3, -0.2}}
)

// spendersOf draws mean amounts of customers with a binary and a continuous
// covariate.
func spendersOf(m SpendModel, n int, seed uint64) SpendData {
	rng := rand.New(rand.NewPCG(seed, 2))
	d := SpendData{Covariates: make([][]float64, 2), Names: []string{"shop", "age"}}
	for range n {
		shop, age := float64(rng.IntN(2)), 40+12*rng.NormFloat64()
		own, err := m.For([]float64{shop, (age - 40) / 12})
		if err != nil {
			panic(err)
		}
		x := math.Ceil(4 * rng.Float64())
		nu := numeric.GammaVariate(rng, own.Q, own.V)
		d.Rows.X, d.Rows.W = append(d.Rows.X, x), append(d.Rows.W, 1)
		d.Rows.M = append(d.Rows.M, numeric.GammaVariate(rng, own.P*x, nu)/x)
		d.Covariates[0], d.Covariates[1] = append(d.Covariates[0], shop), append(d.Covariates[1], (age-40)/12)
	}
	return d
}
