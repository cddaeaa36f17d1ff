package paretonbd

import (
	"context"
	"math"
	"testing"

	"github.com/perennial-clv/perennial/btyd"
	"github.com/perennial-clv/perennial/btyd/internal/sample"
)

// Reference maxima and values were computed independently in 25 to 40 digit
// arithmetic; the published figures (BTYD, CLVTools, the RFM
// and CLV paper) agree to the digits they print.

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
		Estimate:      []float64{0.553277046853179573, 10.5776834633023143, 0.606239989127825904, 11.6687352888549996},
		StdErr:        []float64{0.0476279259791336619, 0.842722533816435648, 0.187281342311602616, 6.2111135905943849},
		LogLikelihood: -9594.97617893954311,
	})
}

func TestFitRoundedCDNOW(t *testing.T) {
	rounded := sample.NeedRoundedCDNOW(t)
	_, d, err := Fit(context.Background(), btyd.Compress(rounded), btyd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sample.CheckFit(t, d, sample.Reference{
		Estimate:      []float64{0.553275508689519287, 10.5776122386817079, 0.606213568674084084, 11.6679112379202157},
		StdErr:        []float64{0.047628754429643804, 0.842723923504354466, 0.187279569470784434, 6.21102931986848757},
		LogLikelihood: -9594.97392982686363,
	})
}

func TestReferenceValues(t *testing.T) {
	m := Model{R: 0.5534, Alpha: 10.5802, S: 0.6061, Beta: 11.6562}
	manual := Model{R: 0.55, Alpha: 10.56, S: 0.61, Beta: 11.64}
	rfm := Model{R: 0.5629966, Alpha: 12.5590370, S: 0.4081095, Beta: 10.5148048}
	large := Model{R: 0.5329, Alpha: 38.0598, S: 64.2792, Beta: 7721.5264}
	frequent := Model{R: 0.5143, Alpha: 2.8845, S: 0.2856, Beta: 14.1087}
	overflow := Model{R: 10.465, Alpha: 0.00798565181, S: 3.0516, Beta: 2.82}
	mle := Model{R: 0.553277046853179573, Alpha: 10.5776834633023143, S: 0.606239989127825904, Beta: 11.6687352888549996}
	values := []sample.Value{
		{Name: "expected", Got: m.ExpectedPurchases(history(2, 30.43, 38.86), 39), Want: 1.4550928438442546},
		{Name: "expected, frequent", Got: m.ExpectedPurchases(history(26, 216./7, 31), 52), Want: 25.4537786344584753},
		{Name: "alive, frequent", Got: m.ProbabilityAlive(history(26, 216./7, 31)), Want: 0.997873275575270571},
		{Name: "expected, rounded", Got: m.ExpectedPurchases(history(26, 30.86, 31), 52), Want: 25.4549135114997251},
		{Name: "alive, rounded", Got: m.ProbabilityAlive(history(26, 30.86, 31)), Want: 0.997917766551906709},
		{Name: "alive, none", Got: m.ProbabilityAlive(history(0, 0, 39)), Want: 0.294142239251532911},
		{Name: "new customer", Got: m.ExpectedNewCustomer(52), Want: 1.47306699190199081},
		{Name: "new customer", Got: m.ExpectedNewCustomer(1), Want: 0.0510045340023170401},
		{Name: "new customer", Got: m.ExpectedNewCustomer(3), Want: 0.146124272221550648},
		{Name: "new customer", Got: m.ExpectedNewCustomer(6), Want: 0.275050637429260428},
		{Name: "paradox", Got: m.ExpectedPurchases(history(10, 20, 39), 52), Want: 0.705906954424963349},
		{Name: "paradox", Got: m.ExpectedPurchases(history(15, 20, 39), 52), Want: 0.144174535345280854},
		{Name: "paradox", Got: m.ExpectedPurchases(history(20, 20, 39), 52), Want: 0.0224971834118253279},
		{Name: "paradox", Got: m.ExpectedPurchases(history(25, 20, 39), 52), Want: 0.00309149995376517433},
		{Name: "new customer", Got: manual.ExpectedNewCustomer(1), Want: 0.0507782061661671073},
		{Name: "new customer", Got: manual.ExpectedNewCustomer(2), Want: 0.099160884230133772},
		{Name: "new customer", Got: manual.ExpectedNewCustomer(3), Want: 0.145425065200215003},
		{Name: "new customer", Got: manual.ExpectedNewCustomer(4), Want: 0.189799299246065204},
		{Name: "new customer", Got: manual.ExpectedNewCustomer(5), Want: 0.232474658205286652},
		{Name: "new customer", Got: manual.ExpectedNewCustomer(6), Want: 0.273612736830605717},
		{Name: "new customer", Got: manual.ExpectedNewCustomer(7), Want: 0.313351593728671525},
		{Name: "new customer", Got: manual.ExpectedNewCustomer(8), Want: 0.351810243641488269},
		{Name: "new customer", Got: manual.ExpectedNewCustomer(9), Want: 0.389092109464755214},
		{Name: "new customer", Got: manual.ExpectedNewCustomer(10), Want: 0.425287713200188226},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(10, 35, 39), 2), Want: 0.388411723242248674},
		{Name: "count", Got: manual.ProbabilityOf(10, 2), Want: 1.89370759668251392e-9},
		{Name: "count", Got: manual.ProbabilityOf(0, 39), Want: 0.595938069597920143},
		{Name: "count", Got: manual.ProbabilityOf(11, 30), Want: 0.00188994147308690654},
		{Name: "count", Got: manual.ProbabilityOf(12, 30), Want: 0.00133227654350684392},
		{Name: "count", Got: manual.ProbabilityOf(13, 30), Want: 0.00094324397490141256},
		{Name: "count", Got: manual.ProbabilityOf(14, 30), Want: 0.000670249912214313648},
		{Name: "count", Got: manual.ProbabilityOf(15, 30), Want: 0.000477746097208557696},
		{Name: "count", Got: manual.ProbabilityOf(16, 30), Want: 0.000341442534340460257},
		{Name: "count", Got: manual.ProbabilityOf(17, 30), Want: 0.0002445943922271125},
		{Name: "count", Got: manual.ProbabilityOf(18, 30), Want: 0.000175573704786774009},
		{Name: "count", Got: manual.ProbabilityOf(19, 30), Want: 0.000126256431042065452},
		{Name: "count", Got: manual.ProbabilityOf(20, 30), Want: 0.0000909373479895328992},
		{Name: "interval", Got: manual.ProbabilityBetween(0, 39, 78), Want: 0.792465133825667793},
		{Name: "interval", Got: manual.ProbabilityBetween(10, 1, 2), Want: 4.41462508461782906e-12},
		{Name: "DERT", Got: rfm.DERT(history(7, 35, 77.86), 0.0027), Want: 1.86418332807132957},
		{Name: "DERT", Got: rfm.DERT(history(1, 30, 77.86), 0.0027), Want: 2.19915544970496057},
		{Name: "DERT", Got: rfm.DERT(history(2, 30, 77.86), 0.0027), Want: 2.84353440606573265},
		{Name: "DERT", Got: rfm.DERT(history(3, 30, 77.86), 0.0027), Want: 2.86712839120616463},
		{Name: "DERT", Got: rfm.DERT(history(4, 30, 77.86), 0.0027), Want: 2.44541007860735889},
		{Name: "DERT", Got: rfm.DERT(history(5, 30, 77.86), 0.0027), Want: 1.84050192447749371},
		{Name: "DERT", Got: rfm.DERT(history(6, 30, 77.86), 0.0027), Want: 1.26241647174385573},
		{Name: "DERT", Got: rfm.DERT(history(7, 30, 77.86), 0.0027), Want: 0.809618119453838353},
		{Name: "DERT", Got: rfm.DERT(history(8, 30, 77.86), 0.0027), Want: 0.49480361937544931},
		{Name: "DERT", Got: rfm.DERT(history(9, 30, 77.86), 0.0027), Want: 0.292024701569798557},
		{Name: "DERT", Got: rfm.DERT(history(10, 30, 77.86), 0.0027), Want: 0.167927508566053334},
		{Name: "DERT, large shape", Got: large.DERT(history(2, 100, 145), math.Log(1.1)), Want: 0.0808193997574},
		{Name: "DERT, large shape", Got: large.DERT(history(2, 100, 145), 0.0018), Want: 0.847474959767974},
		{Name: "DERT at the maximum, weekly rate", Got: mle.DERT(history(2, 213./7, 272./7), math.Log(1.1)), Want: 0.425068608409473},
		{Name: "DERT at the maximum, yearly rate", Got: mle.DERT(history(2, 213./7, 272./7), math.Log(1.1)/52), Want: 8.15629274716786},
		{Name: "expected at the maximum", Got: mle.ExpectedPurchases(history(2, 213./7, 272./7), 39), Want: 1.45520170160245},
		{Name: "alive at the maximum", Got: mle.ProbabilityAlive(history(2, 213./7, 272./7)), Want: 0.86913426361257},
		{Name: "log-likelihood", Got: Model{R: 0.55, Alpha: 10.58, S: 0.61, Beta: 11.67}.LogLikelihood(history(1, 1.5, 12)), Want: -4.00694866218910744},
		{Name: "many purchases", Got: Model{R: 0.55, Alpha: 10.58, S: 0.61, Beta: 11.67}.ExpectedPurchases(history(132, 200, 200), 10), Want: 6.20605178896293232},
		{Name: "many purchases", Got: Model{R: 0.55, Alpha: 10.58, S: 0.61, Beta: 11.67}.ExpectedPurchases(history(133, 200, 200), 10), Want: 6.25287224757449725},
		{Name: "alive, frequent", Got: frequent.ProbabilityAlive(history(221, 103.42857, 103.57143)), Want: 0.99959605231793814},
		{Name: "alive, frequent", Got: frequent.ProbabilityAlive(history(254, 97.14286, 97.28571)), Want: 0.999558226123010737},
		{Name: "alive, frequent", Got: frequent.ProbabilityAlive(history(161, 94.71429, 98)), Want: 0.749487752258105445},
		{Name: "alive, frequent", Got: frequent.ProbabilityAlive(history(204, 98.57143, 99.42857)), Want: 0.994255079637895912},
		{Name: "alive, overflow", Got: overflow.ProbabilityAlive(history(40, 5, 6)), Want: 0.00188512818736085},
		{Name: "alive, overflow", Got: overflow.ProbabilityAlive(history(50, 1, 37)), Want: 1.41714429128661e-96},
		{Name: "alive, overflow", Got: overflow.ProbabilityAlive(history(50, 4, 37)), Want: 6.73297487179916e-60},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(5, 25, 39), 2), Want: 0.134421429902522},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(6, 25, 39), 2), Want: 0.144511504415192},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(7, 25, 39), 2), Want: 0.149364682174874},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(8, 25, 39), 2), Want: 0.149138912068632},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(9, 25, 39), 2), Want: 0.144330817215623},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(10, 25, 39), 2), Want: 0.135735619958827},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(11, 25, 39), 2), Want: 0.124348743992954},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(12, 25, 39), 2), Want: 0.111233909234561},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(13, 25, 39), 2), Want: 0.0973927605301721},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(14, 25, 39), 2), Want: 0.08366632549229},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(15, 25, 39), 2), Want: 0.0706832392933272},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(16, 25, 39), 2), Want: 0.0588529113457237},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(17, 25, 39), 2), Want: 0.0483909280902713},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(18, 25, 39), 2), Want: 0.039360957347633},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(19, 25, 39), 2), Want: 0.0317200397520513},
		{Name: "BTYD manual", Got: manual.ExpectedPurchases(history(20, 25, 39), 2), Want: 0.0253590065659505},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(5, 30, 39)), Want: 0.809656298093644},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(6, 30, 39)), Want: 0.790185483568629},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(7, 30, 39)), Want: 0.768752130485385},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(8, 30, 39)), Want: 0.745274794890444},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(9, 30, 39)), Want: 0.719705970161492},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(10, 30, 39)), Want: 0.692042079121969},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(11, 30, 39)), Want: 0.662333200377883},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(12, 30, 39)), Want: 0.630691487511989},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(13, 30, 39)), Want: 0.597297058105932},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(14, 30, 39)), Want: 0.562400097021794},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(15, 30, 39)), Want: 0.526318101335337},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(16, 30, 39)), Want: 0.489427626465839},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(17, 30, 39)), Want: 0.45215055022362},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(18, 30, 39)), Want: 0.414935658860505},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(19, 30, 39)), Want: 0.378237121974877},
		{Name: "BTYD manual", Got: manual.ProbabilityAlive(history(20, 30, 39)), Want: 0.34249198403712},
		{Name: "stress: alive", Got: Model{R: 0.5534, Alpha: 10.5802, S: 0.6061, Beta: 11.6562}.ProbabilityAlive(history(500, 77.9, 78)), Want: 0.9990910977072},
		{Name: "stress: expected", Got: Model{R: 0.5534, Alpha: 10.5802, S: 0.6061, Beta: 11.6562}.ExpectedPurchases(history(500, 77.9, 78), 52), Want: 253.704041277483},
		{Name: "stress: alive", Got: Model{R: 0.5534, Alpha: 10.5802, S: 0.6061, Beta: 11.6562}.ProbabilityAlive(history(3000, 77.9, 78)), Want: 0.994312951676426},
		{Name: "stress: expected", Got: Model{R: 0.5534, Alpha: 10.5802, S: 0.6061, Beta: 11.6562}.ExpectedPurchases(history(3000, 77.9, 78), 52), Want: 1513.54848233552},
		{Name: "stress: alive", Got: Model{R: 0.5534, Alpha: 10.5802, S: 1.0, Beta: 11.6562}.ProbabilityAlive(history(2, 30.43, 38.86)), Want: 0.794576300194435},
		{Name: "stress: expected", Got: Model{R: 0.5534, Alpha: 10.5802, S: 1.0, Beta: 11.6562}.ExpectedPurchases(history(2, 30.43, 38.86), 52), Want: 1.46713653521314},
		{Name: "stress: alive", Got: Model{R: 0.5534, Alpha: 10.5802, S: 0.6061, Beta: 10.5802}.ProbabilityAlive(history(2, 30.43, 38.86)), Want: 0.866208655891263},
		{Name: "stress: expected", Got: Model{R: 0.5534, Alpha: 10.5802, S: 0.6061, Beta: 10.5802}.ExpectedPurchases(history(2, 30.43, 38.86), 52), Want: 1.83745063692513},
		{Name: "stress: alive", Got: Model{R: 0.5534, Alpha: 10.5802, S: 0.6061, Beta: 11.6562}.ProbabilityAlive(history(0, 0, 0)), Want: 1.0},
		{Name: "stress: expected", Got: Model{R: 0.5534, Alpha: 10.5802, S: 0.6061, Beta: 11.6562}.ExpectedPurchases(history(0, 0, 0), 52), Want: 1.47306699190199},
		{Name: "stress: alive", Got: Model{R: 10.465, Alpha: 0.00798565181, S: 3.0516, Beta: 2.82}.ProbabilityAlive(history(50, 1, 37)), Want: 1.41714429128661e-96},
		{Name: "stress: expected", Got: Model{R: 10.465, Alpha: 0.00798565181, S: 3.0516, Beta: 2.82}.ExpectedPurchases(history(50, 1, 37), 52), Want: 3.68444389719673e-95},
		{Name: "stress: alive", Got: Model{R: 0.5329, Alpha: 38.0598, S: 64.2792, Beta: 7721.5264}.ProbabilityAlive(history(2, 100, 145)), Want: 0.604381085689769},
		{Name: "stress: expected", Got: Model{R: 0.5329, Alpha: 38.0598, S: 64.2792, Beta: 7721.5264}.ExpectedPurchases(history(2, 100, 145), 52), Want: 0.35441835616137},
	}
	sample.CheckValues(t, values)
}
