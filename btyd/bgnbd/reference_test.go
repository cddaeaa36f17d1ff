package bgnbd

import (
	"context"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// Reference maxima and values were computed independently in 25 to 40 digit
// arithmetic; the published figures (Fader, Hardie and
// Lee 2005, BTYD, lifetimes, CLVTools) agree to the digits they print.

func history(x, tx, t float64) btyd.History { return btyd.History{X: x, Tx: tx, T: t} }

func TestFitCDNOW(t *testing.T) {
	exact := sample.NeedCDNOW(t)
	_, d, err := Fit(context.Background(), btyd.Compress(exact.Histories), btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Rows != 1016 {
		t.Errorf("%d distinct rows, want 1016", d.Rows)
	}
	sample.CheckFit(t, d, sample.Reference{
		Estimate:      []float64{0.242594522430157085, 4.41360201901350379, 0.792922017225597574, 2.42590677682633205},
		StdErr:        []float64{0.0125573780678722433, 0.378224059853805969, 0.18573382137218181, 0.705414259794833734},
		LogLikelihood: -9582.42920667393063,
	})
}

func TestFitRoundedCDNOW(t *testing.T) {
	rounded := sample.NeedRoundedCDNOW(t)
	_, d, err := Fit(context.Background(), btyd.Compress(rounded), btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sample.CheckFit(t, d, sample.Reference{
		Estimate:      []float64{0.242592907204465893, 4.41353156120542629, 0.792886148098768565, 2.42575343649362146},
		StdErr:        []float64{0.0125573195837599438, 0.378221415526589814, 0.185719143095927226, 0.705345755103569211},
		LogLikelihood: -9582.42556056736255,
	})
}

func TestReferenceValues(t *testing.T) {
	m := Model{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}
	manual := m
	stable := Model{R: 0.25, Alpha: 4, A: 0.8, B: 2.5}
	values := []sample.Value{
		{Name: "expected", Got: m.ExpectedPurchases(history(2, 30.43, 38.86), 39), Want: 1.22602817476714445},
		{Name: "expected, frequent", Got: m.ExpectedPurchases(history(26, 30.86, 31), 52), Want: 25.7581959364835148},
		{Name: "alive", Got: m.ProbabilityAlive(history(2, 30.43, 38.86)), Want: 0.726578570080672911},
		{Name: "alive, just bought", Got: m.ProbabilityAlive(history(23, 39, 39)), Want: 0.968555454221023831},
		{Name: "new customer", Got: m.ExpectedNewCustomer(52), Want: 1.44605059539640374},
		{Name: "new customer", Got: m.ExpectedNewCustomer(0.1429), Want: 0.00782834751607216314},
		{Name: "new customer", Got: m.ExpectedNewCustomer(1), Want: 0.0532678911716582799},
		{Name: "new customer", Got: m.ExpectedNewCustomer(3), Want: 0.150865230893046683},
		{Name: "new customer", Got: m.ExpectedNewCustomer(31.8571), Want: 1.04199606085221088},
		{Name: "new customer", Got: m.ExpectedNewCustomer(32), Want: 1.04524332837444381},
		{Name: "new customer", Got: m.ExpectedNewCustomer(78), Want: 1.86051905794276854},
		{Name: "new customer", Got: m.ExpectedNewCustomer(1), Want: 0.0532678911716582799},
		{Name: "new customer", Got: m.ExpectedNewCustomer(3), Want: 0.150865230893046683},
		{Name: "new customer", Got: m.ExpectedNewCustomer(6), Want: 0.280755893576757715},
		{Name: "count", Got: m.ProbabilityOf(10, 2), Want: 1.07868964036914742e-7},
		{Name: "count", Got: m.ProbabilityOf(0, 39), Want: 0.573786352096009405},
		{Name: "count", Got: m.ProbabilityOf(11, 30), Want: 0.00199952144747887556},
		{Name: "count", Got: m.ProbabilityOf(12, 30), Want: 0.00151702362996468919},
		{Name: "count", Got: m.ProbabilityOf(13, 30), Want: 0.00116331500665614546},
		{Name: "count", Got: m.ProbabilityOf(14, 30), Want: 0.000900314789643643347},
		{Name: "count", Got: m.ProbabilityOf(15, 30), Want: 0.000702363765887403917},
		{Name: "count", Got: m.ProbabilityOf(16, 30), Want: 0.000551790242649228816},
		{Name: "count", Got: m.ProbabilityOf(17, 30), Want: 0.000436191280897699112},
		{Name: "count", Got: m.ProbabilityOf(18, 30), Want: 0.000346717139624221463},
		{Name: "count", Got: m.ProbabilityOf(19, 30), Want: 0.000276961264840106897},
		{Name: "count", Got: m.ProbabilityOf(20, 30), Want: 0.000222226048006636653},
		{Name: "paradox", Got: m.ExpectedPurchases(history(10, 20, 39), 52), Want: 0.347399762708559167},
		{Name: "paradox", Got: m.ExpectedPurchases(history(15, 20, 39), 52), Want: 0.0428271759676762124},
		{Name: "paradox", Got: m.ExpectedPurchases(history(20, 20, 39), 52), Want: 0.00415843309875464639},
		{Name: "paradox", Got: m.ExpectedPurchases(history(25, 20, 39), 52), Want: 0.000358332461911216556},
		{Name: "log-likelihood", Got: m.LogLikelihood(history(4, 30.7, 38.9)), Want: -15.3293523557070883},
		{Name: "log-likelihood, frequent", Got: stable.LogLikelihood(history(200, 38, 40)), Want: 100.795693092706452},
		{Name: "log-likelihood, none", Got: stable.LogLikelihood(history(0, 0, 40)), Want: -0.599473818199592636},
		{Name: "log-likelihood, BTYD manual", Got: Model{R: 0.5, Alpha: 6, A: 1.2, B: 3.3}.LogLikelihood(history(3, 4, 6)), Want: -7.57638187669657},
		{Name: "log of vanishing alive", Got: m.LogProbabilityAlive(history(1000, 10, 100)), Want: -1973.50387705572, Relative: 1e-7},
		{Name: "a near 1", Got: Model{R: 0.243, Alpha: 4.414, A: 1 - 1e-12, B: 2.426}.ExpectedPurchases(history(2, 30.43, 38.86), 39), Want: 1.102136786040502},
		{Name: "interval", Got: m.ProbabilityBetween(0, 39, 78), Want: 0.754001146120876906},
		{Name: "interval", Got: m.ProbabilityBetween(10, 1, 2), Want: 5.25635305659694805e-10},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(5, 25, 39), 2), Want: 0.122171798762186},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(6, 25, 39), 2), Want: 0.128104149899536},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(7, 25, 39), 2), Want: 0.127536556325904},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(8, 25, 39), 2), Want: 0.121369942181721},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(9, 25, 39), 2), Want: 0.110984903664794},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(10, 25, 39), 2), Want: 0.0979785448386466},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(11, 25, 39), 2), Want: 0.0838800806822245},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(12, 25, 39), 2), Want: 0.0699371917983065},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(13, 25, 39), 2), Want: 0.0570176025556763},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(14, 25, 39), 2), Want: 0.0456155649678637},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(15, 25, 39), 2), Want: 0.0359225038531114},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(16, 25, 39), 2), Want: 0.0279193246470941},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(17, 25, 39), 2), Want: 0.0214617624817121},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(18, 25, 39), 2), Want: 0.0163459670130546},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(19, 25, 39), 2), Want: 0.0123525156581455},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(20, 25, 39), 2), Want: 0.00927242684353576},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(10, 35, 39), 2), Want: 0.391569207091114},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(5, 30, 39)), Want: 0.70562684715786},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(6, 30, 39)), Want: 0.687091132532459},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(7, 30, 39)), Want: 0.663866180954425},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(8, 30, 39)), Want: 0.636545641920792},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(9, 30, 39)), Want: 0.60561448927876},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(10, 30, 39)), Want: 0.571551734242539},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(11, 30, 39)), Want: 0.534884751617217},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(12, 30, 39)), Want: 0.49621248438687},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(13, 30, 39)), Want: 0.456205052749158},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(14, 30, 39)), Want: 0.415584533116592},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(15, 30, 39)), Want: 0.375091892890054},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(16, 30, 39)), Want: 0.335446216177912},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(17, 30, 39)), Want: 0.297303134559445},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(18, 30, 39)), Want: 0.261219043126695},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(19, 30, 39)), Want: 0.227626087735083},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(20, 30, 39)), Want: 0.196820444467039},
		{Name: "stress: alive", Got: Model{R: 0.11, Alpha: 2.24, A: 0.31, B: 0.5}.ProbabilityAlive(history(0, 0, 1)), Want: 1.0},
		{Name: "stress: expected", Got: Model{R: 0.11, Alpha: 2.24, A: 0.31, B: 0.5}.ExpectedPurchases(history(0, 0, 1), 30), Want: 0.564588615532785},
		{Name: "stress: alive", Got: Model{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}.ProbabilityAlive(history(500, 77.9, 78)), Want: 0.997105463794411},
		{Name: "stress: expected", Got: Model{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}.ExpectedPurchases(history(500, 77.9, 78), 52), Want: 256.946225084194},
		{Name: "stress: alive", Got: Model{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}.ProbabilityAlive(history(3000, 77.9, 78)), Want: 0.990009810994772},
		{Name: "stress: expected", Got: Model{R: 0.243, Alpha: 4.414, A: 0.793, B: 2.426}.ExpectedPurchases(history(3000, 77.9, 78), 52), Want: 1529.24353031347},
		{Name: "stress: alive", Got: Model{R: 0.243, Alpha: 4.414, A: 1.0, B: 2.426}.ProbabilityAlive(history(2, 30.43, 38.86)), Want: 0.678175614854404},
		{Name: "stress: expected", Got: Model{R: 0.243, Alpha: 4.414, A: 1.0, B: 2.426}.ExpectedPurchases(history(2, 30.43, 38.86), 39), Want: 1.10213678603996},
		{Name: "stress: alive", Got: Model{R: 0.243, Alpha: 4.414, A: 1.0000001, B: 2.426}.ProbabilityAlive(history(2, 30.43, 38.86)), Want: 0.67817559302906},
		{Name: "stress: expected", Got: Model{R: 0.243, Alpha: 4.414, A: 1.0000001, B: 2.426}.ExpectedPurchases(history(2, 30.43, 38.86), 39), Want: 1.10213673141691},
		{Name: "stress: alive", Got: Model{R: 0.5458741247391189, Alpha: 13.409316394557274, A: 0.0009994943799344323, B: 0.03899022143378801}.ProbabilityAlive(history(0, 0, 10)), Want: 1.0},
		{Name: "stress: expected", Got: Model{R: 0.5458741247391189, Alpha: 13.409316394557274, A: 0.0009994943799344323, B: 0.03899022143378801}.ExpectedPurchases(history(0, 0, 10), 30), Want: 0.690910452712539},
	}
	sample.CheckValues(t, values)
}
