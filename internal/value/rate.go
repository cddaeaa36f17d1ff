package value

import "github.com/shopspring/decimal"

// RateDays is how many days a rate of exchange may be old: rates are not
// published at weekends and on holidays.
const RateDays = 7

// Rate is a rate of exchange: one unit of Currency is Rate units of Base.
type Rate struct {
	Base, Currency string
	Day            Date
	Rate           decimal.Decimal
}

// RateSeries is what is known of the rates between two currencies.
type RateSeries struct {
	Base     string `json:"base"`
	Currency string `json:"currency" doc:"One unit of it is rate units of base"`
	Days     int64  `json:"days" doc:"Days with a rate"`
	First    Date   `json:"first"`
	Last     Date   `json:"last"`
	Latest   string `json:"latest" doc:"The last day's rate"`
	Source   string `json:"source" doc:"The file the last day's rate is from"`
}
