package report

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"github.com/perennial-clv/perennial/internal/value"
)

// The runs of the tests are made up: their numbers are plausible in size and
// shape, and no more than that.

func date(s string) value.Date {
	d, err := value.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func ptr(v float64) *float64 { return &v }

func amount(v float64) value.Amount { return value.NewAmount(decimal.NewFromFloat(v).Round(2)) }

func fullRun() value.Run {
	return value.Run{
		Version: value.RunVersion,
		Input: value.Input{
			Files: []string{"orders-2022.csv", "orders-2023.csv"}, Rows: 71204, Accepted: 70862, Rejected: 342, Duplicates: 18,
			Orders: 69659, Refunds: 1203, Customers: 23570, First: date("2022-01-01"), Last: date("2024-06-28"),
			Understood: "Two Shopify order exports, one row a line item, days in Europe/Berlin, amounts in euros with tax inside.",
		},
		Definition: value.Definition{
			Basis: "net sales after discounts", Refunds: "taken off on the day of the order", Tax: "inside", Shipping: "left out", Margin: 0.42,
			Horizon: "52w", Discount: 0.1, Currency: "EUR", Zone: "Europe/Berlin", Identity: "e-mail address, lower case", AsOf: date("2024-06-30"),
			Unit: "week", Purchase: "a day with at least one order", Interval: 0.8,
		},
		Models:   fullFits(),
		Backtest: fullBacktest(),
		Chosen:   value.Chosen{Transactions: "mbg-nbd", Spend: "gamma-gamma", Reason: "MBG/NBD gave the highest log score on the hold-out, by more than one standard error over BG/NBD."},
		Totals:   value.Totals{HistoricValue: amount(2500315.63), PredictedValue: 612480.2, PredictedLow: 588120, PredictedHigh: 640991, ExpectedOrders: 16240.4, Alive: 9411.7, ValueAtRisk: 141200.55},
		Headline: fullHeadline(),
		Notices: []value.Notice{
			{Level: "info", Code: "partial-month", Text: "June 2024 is covered up to the 28th only and is hatched in the chart of revenue."},
			{Level: "warning", Code: "rejected", Text: "342 rows were rejected: 301 without a customer, 41 with an amount that is not a number. They hold about 0.5 % of rows."},
			{Level: "warning", Code: "two-currencies", Text: "18 rows in CHF were left out; the definition counts EUR only."},
		},
		Seconds: map[string]float64{"read": 0.412, "summarise": 0.087, "fit": 1.92, "backtest": 2.4, "score": 0.31, "write": 0.0004},
		Charts:  fullCharts(),
	}
}

func fullHeadline() []value.Figure {
	return []value.Figure{
		{Key: "new", Title: "Worth of a new customer", Value: ptr(48.31), Low: ptr(41.9), High: ptr(55.02), Unit: "money",
			Meaning: "What a customer who orders for the first time today brings in the 52 weeks after, first order included.",
			Formula: "margin × (first order + expected repeat orders × order value), discounted",
			Working: []value.Step{{Label: "First order", Value: 61.2, Unit: "money"}, {Label: "Expected repeat orders", Value: 0.87, Unit: "number"},
				{Label: "Order value", Value: 66.4, Unit: "money"}, {Label: "Margin", Value: 0.42, Unit: "share"}, {Label: "Horizon", Value: 52, Unit: "time"}},
			TrackRecord: "In the hold-out, predicted spend was 3.1 % above actual."},
		{Key: "cap", Title: "What you may pay for one", Value: ptr(16.1), Low: ptr(13.97), High: ptr(18.34), Unit: "money",
			Meaning: "A third of a new customer's worth, so that two thirds are left for everything else.", Formula: "worth of a new customer ÷ 3",
			Working: []value.Step{{Label: "Worth of a new customer", Value: 48.31, Unit: "money"}, {Label: "Ratio", Value: 3, Unit: "number"}}},
		{Key: "back", Title: "Customers who come back", Value: ptr(0.4886), Low: ptr(0.482), High: ptr(0.495), Unit: "share",
			Meaning: "Of customers whose first order is a year old or more, those who ordered on a second day.", Formula: "customers with a second order day ÷ customers",
			Working: []value.Step{{Label: "With a second order day", Value: 11516, Unit: "count"}, {Label: "Customers", Value: 23570, Unit: "count"}}},
		{Key: "risk", Title: "Value at risk", Value: ptr(141200.55), Unit: "money",
			Meaning: "Predicted value that would be lost if every customer who may have left has left.", Formula: "sum of CLV × (1 − P(alive))"},
	}
}

func fullFits() []value.Fit {
	return []value.Fit{
		{Name: "bg-nbd", Parameters: map[string]float64{"r": 0.242593, "alpha": 4.413528, "a": 0.792885, "b": 2.425751},
			StandardErrors: map[string]float64{"r": 0.01255, "alpha": 0.3782, "a": 0.1857, "b": 0.7054}, LogLikelihood: -9582.425561, AIC: 19172.85, BIC: 19195.91,
			Customers: 23570, DistinctRows: 8412, Converged: true, GradientNorm: 3.1e-7, Iterations: 34, Seconds: 0.041, Diagnosis: "Converged; all parameters are well determined."},
		{Name: "mbg-nbd", Parameters: map[string]float64{"r": 0.52485, "alpha": 6.18309, "a": 0.89137, "b": 1.61403},
			StandardErrors: map[string]float64{"r": 0.0471, "alpha": 0.5511, "a": 0.1102}, LogLikelihood: -9582.1357, AIC: 19172.27, BIC: 19195.33,
			Customers: 23570, DistinctRows: 8412, Converged: true, GradientNorm: 8.8e-7, Iterations: 41, Seconds: 0.052, Diagnosis: "Converged; b is loosely determined."},
		{Name: "pareto-nbd", Parameters: map[string]float64{"r": 0.5534, "alpha": 10.578, "s": 0.6062, "beta": 11.669},
			LogLikelihood: -9594.9762, AIC: 19197.95, BIC: 19221.01, Customers: 23570, DistinctRows: 8412, GradientNorm: 0.021, Iterations: 200, Seconds: 1.71,
			Diagnosis: "Stopped at the limit of iterations before the gradient vanished; its standard errors are not known."},
		{Name: "gamma-gamma", Parameters: map[string]float64{"p": 6.25, "q": 3.744, "gamma": 15.44}, StandardErrors: map[string]float64{"p": 0.31, "q": 0.19, "gamma": 1.02},
			LogLikelihood: -4055.9177, AIC: 8117.84, BIC: 8132.4, Customers: 11516, DistinctRows: 11040, Converged: true, GradientNorm: 1.2e-6, Iterations: 28, Seconds: 0.03,
			Diagnosis: "Converged; order value and frequency are only weakly correlated (0.11)."},
	}
}

func fullBacktest() *value.Backtest {
	return &value.Backtest{
		CalibrationEnd: date("2023-09-30"), HoldoutDays: 273, Customers: 19220, NewCustomers: 4350, Kind: "inside",
		Models: []value.BacktestModel{
			{Name: "bg-nbd", Predicted: 10410.2, Actual: 9844, Bias: 0.0575, MAE: 0.7621, RMSE: 1.581, Spearman: 0.471, Gini: 0.702, TopDecileShare: 0.512, LogScore: -0.9322},
			{Name: "mbg-nbd", Predicted: 10012.7, Actual: 9844, Bias: 0.0171, MAE: 0.7504, RMSE: 1.566, Spearman: 0.478, Gini: 0.711, TopDecileShare: 0.52, LogScore: -0.9287, Chosen: true},
			{Name: "pareto-nbd", Predicted: 9551.1, Actual: 9844, Bias: -0.0298, MAE: 0.7533, RMSE: 1.57, Spearman: 0.476, Gini: 0.708, TopDecileShare: 0.518, LogScore: -0.9301},
		},
		Value: &value.BacktestValue{Predicted: 401220, Actual: 389102, Bias: 0.0311},
	}
}

func fullCharts() value.Charts {
	return value.Charts{
		RevenueByMonth: fullMonths(30), Concentration: fullConcentration(), Cohorts: fullCohorts(30), Tracking: fullTracking(130),
		TrackingSplit: date("2023-09-30"), Frequency: fullFrequency(), Calibration: fullCalibration(), AliveMatrix: fullAlive(14, 11),
		Best: fullScores(10, 0.97), Slipping: fullScores(10, 0.42),
	}
}

func fullMonths(n int) []value.MonthRevenue {
	var out []value.MonthRevenue
	for i := range n {
		season := 1 + 0.35*math.Sin(float64(i)*math.Pi/6-2)
		m := value.MonthRevenue{Month: monthOf(2022*12 + i), New: math.Round(62000*season*math.Exp(-float64(i)/40)*100) / 100,
			Returning: math.Round(3100*float64(i)*season*100) / 100, Orders: int64(1400 + 60*i), Customers: int64(1200 + 40*i)}
		m.Refunds = -math.Round((m.New+m.Returning)*0.06*100) / 100
		m.Partial = i == n-1
		out = append(out, m)
	}
	return out
}

func fullConcentration() []value.Concentration {
	var out []value.Concentration
	for i := 1; i <= 20; i++ {
		x := float64(i) / 20
		out = append(out, value.Concentration{Customers: x, Historic: 1 - math.Pow(1-x, 5.08), Predicted: ptr(1 - math.Pow(1-x, 6.6))})
	}
	return out
}

func fullCohorts(n int) []value.Cohort {
	var out []value.Cohort
	for i := range n {
		c := value.Cohort{Month: monthOf(2022*12 + i), Customers: int64(1100 - 14*i)}
		for m := range n - i {
			c.Cumulative = append(c.Cumulative, 33+float64(i%5)+14*math.Log1p(float64(m))*(1-0.006*float64(i)))
		}
		out = append(out, c)
	}
	return out
}

func fullTracking(weeks int) []value.TrackingPoint {
	var out []value.TrackingPoint
	for i := range weeks {
		w := float64(i)
		base := 310*w - 0.55*w*w
		out = append(out, value.TrackingPoint{Day: date("2022-01-08").AddDays(7 * i), Actual: base * (1 + 0.03*math.Sin(w/9)),
			Expected: map[string]float64{"bg-nbd": base * (1 + w/2200), "mbg-nbd": base * 1.008, "pareto-nbd": base * (1 - w/3000)}})
	}
	return out
}

func fullFrequency() []value.FrequencyBar {
	var out []value.FrequencyBar
	actual := []float64{11840, 3610, 1560, 840, 490, 300, 190, 390}
	for i, a := range actual {
		out = append(out, value.FrequencyBar{Frequency: i, OrMore: i == 7, Actual: a,
			Expected: map[string]float64{"bg-nbd": a*1.02 - 20, "mbg-nbd": a*0.99 + 12, "pareto-nbd": a*0.97 + 35}})
	}
	return out
}

func fullCalibration() []value.CalibrationBin {
	var out []value.CalibrationBin
	for i := 1; i <= 10; i++ {
		p := 0.05 + 0.012*math.Exp(float64(i)/1.9)
		a := p * (1 + 0.12*math.Sin(float64(i)*2))
		for _, m := range []string{"bg-nbd", "mbg-nbd"} {
			out = append(out, value.CalibrationBin{Model: m, Bin: i, Customers: 1922, Predicted: p, Actual: a, Low: a * 0.91, High: a * 1.09})
		}
	}
	return out
}

func fullAlive(rows, cols int) value.AliveMatrix {
	m := value.AliveMatrix{Model: "mbg-nbd", Age: 78}
	for f := range cols {
		m.Frequency = append(m.Frequency, f)
	}
	for r := range rows {
		rec := float64(r) * 78 / float64(rows-1)
		m.Recency = append(m.Recency, rec)
		var p []float64
		var n []int64
		for f := range cols {
			p = append(p, 1/(1+0.5*math.Pow((85)/(rec+7), float64(f)*0.9+0.4)))
			c := int64(900 / (1 + f*f) / (1 + r))
			if f > r || (f == 0 && r > 0) {
				c = 0
			}
			n = append(n, c)
		}
		m.PAlive, m.Customers = append(m.PAlive, p), append(m.Customers, n)
	}
	return m
}

func fullScores(n int, alive float64) []value.Score {
	var out []value.Score
	for i := range n {
		p := alive - 0.03*float64(i)
		clv := 1890.4 / (1 + 0.2*float64(i))
		out = append(out, value.Score{CustomerID: fmt.Sprintf("c-%05d", 1204+977*i), FirstOrder: date("2022-02-11"), LastOrder: date("2024-06-21").AddDays(-9 * i),
			Orders: 41 - 3*i, Frequency: 38 - 3*i, HistoricValue: amount(4120.5 - 220*float64(i)), PAlive: ptr(p), ExpectedOrders: ptr(14.2 - float64(i)),
			CLV: ptr(clv), CLVLow: ptr(clv * 0.61), CLVHigh: ptr(clv * 1.48), Risk: value.RiskOf(p)})
	}
	out[1].CustomerID = "<script>alert(1)</script>"
	out[n-1].CLV, out[n-1].CLVLow, out[n-1].CLVHigh, out[n-1].PAlive, out[n-1].Risk = nil, nil, nil, nil, value.RiskUnknown
	return out
}

// oneCustomer is a shop on its first day.
func oneCustomer() value.Run {
	run := value.Run{Version: value.RunVersion}
	run.Input = value.Input{Files: []string{"orders.csv"}, Rows: 1, Accepted: 1, Orders: 1, Customers: 1, First: date("2024-03-05"), Last: date("2024-03-05"), Understood: "One row an order."}
	run.Definition = value.Definition{Basis: "net sales", Refunds: "taken off", Tax: "not stated", Shipping: "not stated", Margin: 1, Horizon: "52w", Discount: 0.1,
		Zone: "UTC", Identity: "customer id", AsOf: date("2024-03-05"), Unit: "week", Purchase: "a day with an order", Interval: 0.8}
	run.Headline = []value.Figure{{Key: "new", Title: "Worth of a new customer", Unit: "money", Meaning: "One customer with one order cannot say what the next one is worth."},
		{Key: "back", Title: "Customers who come back", Value: ptr(0), Unit: "share", Meaning: "Nobody has ordered on a second day yet."}}
	run.Notices = []value.Notice{{Level: "warning", Code: "too-little", Text: "One customer is too little to fit any model."}}
	run.Totals.HistoricValue = amount(19.9)
	run.Charts.RevenueByMonth = []value.MonthRevenue{{Month: date("2024-03-01"), New: 19.9, Orders: 1, Customers: 1, Partial: true}}
	run.Charts.Cohorts = []value.Cohort{{Month: date("2024-03-01"), Customers: 1, Cumulative: []float64{19.9}}}
	run.Charts.Frequency = []value.FrequencyBar{{Frequency: 0, Actual: 1}}
	return run
}
