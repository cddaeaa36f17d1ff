package value

// ContractFit is what is known of how long customers with contracts stay. A
// number that is infinite, or unknown, is null.
type ContractFit struct {
	Model     string  `json:"model" doc:"Name of the model"`
	Unit      string  `json:"unit" doc:"Time unit of tenures"`
	Customers float64 `json:"customers" doc:"Customers that took part"`
	Losses    float64 `json:"losses" doc:"Those among them who have left"`
	// Fit is nil for the Kaplan-Meier curve, which has no parameters.
	Fit *ModelFit `json:"fit" doc:"Parameters; null for the Kaplan-Meier curve"`
	// Discrete models count whole periods; their lifetimes are numbers of
	// payments, one at the start and one at each renewal.
	Discrete     bool           `json:"discrete" doc:"Time goes in whole periods, and lifetimes are numbers of payments, the first included"`
	DiscountRate float64        `json:"discount_rate" doc:"For one unit of time"`
	Points       []TenurePoint  `json:"points" doc:"The curve at some tenures"`
	Median       *float64       `json:"median" doc:"Tenure by which half the customers have left; null if never or, of the Kaplan-Meier curve, later than the data"`
	Expected     *float64       `json:"expected_lifetime" doc:"Of a new customer; null if infinite, or for the Kaplan-Meier curve"`
	Discounted   *float64       `json:"discounted_lifetime" doc:"Of a new customer, discounted; null if infinite, or for the Kaplan-Meier curve"`
	Within       RestrictedMean `json:"within" doc:"Mean stay within the time that data reach"`
	KaplanMeier  KaplanMeier    `json:"kaplan_meier" doc:"What the data say without a model"`
	Warnings     []string       `json:"warnings" doc:"Sentences for the analyst"`
}

// TenurePoint is the curve at a tenure.
type TenurePoint struct {
	Tenure float64 `json:"tenure" doc:"Time since the customer began"`
	// Kaplan-Meier: nil beyond the longest tenure.
	Observed     *float64 `json:"observed" doc:"Share who stay longer, by Kaplan and Meier; null beyond the longest tenure"`
	ObservedLow  *float64 `json:"observed_low" doc:"95 % interval"`
	ObservedHigh *float64 `json:"observed_high" doc:"95 % interval"`
	Survival     *float64 `json:"survival" doc:"Share who stay longer, by the model; null without one"`
	Residual     *float64 `json:"residual" doc:"Further time, or payments from the next renewal on, expected of who has stayed so long; null if infinite"`
	Discounted   *float64 `json:"discounted_residual" doc:"The same, discounted; null if infinite"`
}

// RestrictedMean is the mean stay within a horizon.
type RestrictedMean struct {
	Horizon  float64  `json:"horizon" doc:"The longest tenure watched"`
	Observed float64  `json:"observed" doc:"By Kaplan and Meier"`
	StdErr   float64  `json:"std_err" doc:"Standard error of the observed"`
	Model    *float64 `json:"model" doc:"By the model; null without one"`
}

// KaplanMeier is the median of the curve without a model.
type KaplanMeier struct {
	Median     *float64 `json:"median" doc:"Null when fewer than half have left by the end of the data"`
	MedianLow  *float64 `json:"median_low" doc:"95 % interval; null beyond the data"`
	MedianHigh *float64 `json:"median_high" doc:"95 % interval; null beyond the data"`
}

// CovariateFit is a model with covariates, and what they add to it.
type CovariateFit struct {
	Fit          ModelFit      `json:"fit" doc:"The model with covariates"`
	Coefficients []Coefficient `json:"coefficients" doc:"What covariates do"`
	Without      ModelFit      `json:"without" doc:"The same model without covariates, on the same customers"`
	// Ratio is nil when the test does not apply: with a penalty, or when a
	// search stopped early.
	Ratio *RatioTest `json:"likelihood_ratio" doc:"Against the model without covariates; null when the test does not apply"`
	L2    float64    `json:"l2" doc:"Penalty on the squares of coefficients"`
}

// Coefficient is what a covariate does to a process.
type Coefficient struct {
	Process   string   `json:"process" doc:"purchase, dropout or spend"`
	Covariate string   `json:"covariate" doc:"Name of the column"`
	Estimate  float64  `json:"estimate" doc:"For one unit of the covariate, on the log scale"`
	StdErr    *float64 `json:"std_err" doc:"Null where the likelihood is flat"`
	Low       *float64 `json:"low" doc:"95 % interval"`
	High      *float64 `json:"high" doc:"95 % interval"`
	Factor    float64  `json:"factor" doc:"exp(estimate): what one unit of the covariate multiplies"`
}

// RatioTest is a likelihood-ratio test.
type RatioTest struct {
	Statistic float64 `json:"statistic" doc:"Twice the difference of the log-likelihoods"`
	Degrees   int     `json:"degrees" doc:"Additional parameters"`
	P         float64 `json:"p" doc:"Chance of a statistic as large if all of them are zero"`
}
