package value

// Definition says what a number means. It travels with every figure, from
// the store to the tooltip: two figures with equal definitions are the same
// figure.
type Definition struct {
	Basis    string  `json:"basis" doc:"What counts as value"`
	Refunds  string  `json:"refunds" doc:"How refunds and cancellations are treated"`
	Tax      string  `json:"tax" doc:"Whether tax is inside the amounts"`
	Shipping string  `json:"shipping" doc:"Whether shipping is inside the amounts"`
	Margin   float64 `json:"margin" doc:"Share of net spend counted as value in predictions; historic value is never multiplied by it"`
	Horizon  string  `json:"horizon" doc:"How far predictions look ahead, e.g. 52w"`
	Discount float64 `json:"discount" doc:"Annual discount rate; a year is 52 weeks"`
	Currency string  `json:"currency" doc:"ISO 4217 code, or empty when the log does not say"`
	Zone     string  `json:"zone" doc:"Time zone in which days begin"`
	Identity string  `json:"identity" doc:"What makes two orders the same customer's"`
	AsOf     Date    `json:"as_of" doc:"Last day whose orders were seen"`
	Unit     string  `json:"unit" doc:"The models' time unit: day or week"`
	Purchase string  `json:"purchase" doc:"What counts as one purchase"`
	Interval float64 `json:"interval" doc:"Probability that an interval is meant to cover"`
}

// HorizonDays is the horizon in days, zero if the text is not a Span.
func (d Definition) HorizonDays() int {
	s, err := ParseSpan(d.Horizon)
	if err != nil {
		return 0
	}
	return s.Days()
}

// UnitDays is the number of days in a model time unit.
func (d Definition) UnitDays() float64 {
	if d.Unit == "day" {
		return 1
	}
	return 7
}
