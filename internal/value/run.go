package value

import "encoding/json"

// Run is the record of one scoring: what was read, what the numbers mean,
// what was fitted, how it did on data it had not seen, what was chosen and
// why. summary.json is this record.
type Run struct {
	Version    int        `json:"version" doc:"Version of this shape"`
	Input      Input      `json:"input"`
	Definition Definition `json:"definition"`
	Models     []Fit      `json:"models"`
	Backtest   *Backtest  `json:"backtest" doc:"Null when the log cannot be split; the reason is in notices"`
	// Comparison is nil when the log cannot be asked from earlier days.
	Comparison *ModelComparison   `json:"comparison" doc:"The models asked from several earlier days; null when the log is too short"`
	Chosen     Chosen             `json:"chosen"`
	Totals     Totals             `json:"totals"`
	Headline   []Figure           `json:"headline" doc:"The four numbers that matter"`
	Notices    []Notice           `json:"notices"`
	Seconds    map[string]float64 `json:"seconds" doc:"Wall time by step: read, summarise, fit, backtest, score, write"`
	Charts     Charts             `json:"charts"`
}

// RunVersion is the version of the Run shape written by this code.
const RunVersion = 1

// Input says what was read.
type Input struct {
	Files      []string `json:"files"`
	Rows       int64    `json:"rows"`
	Accepted   int64    `json:"accepted"`
	Rejected   int64    `json:"rejected"`
	Duplicates int64    `json:"duplicates" doc:"Rows of an order that a later file brought again"`
	Orders     int64    `json:"orders" doc:"Orders of identified customers up to as-of, refunds not counted"`
	Refunds    int64    `json:"refunds" doc:"Refunds and cancellations up to as-of"`
	Customers  int64    `json:"customers"`
	First      Date     `json:"first"`
	Last       Date     `json:"last"`
	Understood string   `json:"understood" doc:"One sentence: how the files were read"`
	AfterAsOf  int64    `json:"after_as_of" doc:"Accepted rows later than as-of: used only to judge predictions"`
}

// Fit is one model fitted to all data up to as-of.
type Fit struct {
	Name           string             `json:"name" enum:"bg-nbd,mbg-nbd,pareto-nbd,nbd,pareto-nbd-mid-life,gamma-gamma,gamma-gamma-all-days,cohort-average"`
	Parameters     map[string]float64 `json:"parameters" doc:"Keyed as in the papers, in the model's time unit"`
	StandardErrors map[string]float64 `json:"standard_errors" doc:"Delta method from the observed information; absent where it is not positive definite"`
	LogLikelihood  float64            `json:"log_likelihood" doc:"On unscaled data"`
	AIC            float64            `json:"aic"`
	BIC            float64            `json:"bic"`
	Customers      int64              `json:"customers"`
	DistinctRows   int                `json:"distinct_rows"`
	Converged      bool               `json:"converged"`
	GradientNorm   float64            `json:"gradient_norm"`
	Iterations     int                `json:"iterations"`
	Seconds        float64            `json:"seconds"`
	Diagnosis      string             `json:"diagnosis" doc:"One sentence on the fit"`
}

// Backtest is what models fitted on data up to CalibrationEnd said of the
// days after it, against what happened.
type Backtest struct {
	CalibrationEnd Date            `json:"calibration_end"`
	HoldoutDays    int             `json:"holdout_days"`
	Customers      int64           `json:"customers" doc:"Customers first seen by the calibration end; later ones cannot be predicted one by one"`
	NewCustomers   int64           `json:"new_customers" doc:"Customers first seen in the hold-out, left out of the comparison"`
	Kind           string          `json:"kind" enum:"after-as-of,inside" doc:"Whether the hold-out lies after as-of or was cut from before it"`
	Models         []BacktestModel `json:"models"`
	Value          *BacktestValue  `json:"value" doc:"Spend predicted with the chosen models against spend"`
}

// BacktestModel is one model's record in a Backtest. Orders are repeat
// purchase days in the hold-out.
type BacktestModel struct {
	Name           string  `json:"name"`
	Predicted      float64 `json:"predicted"`
	Actual         float64 `json:"actual"`
	Bias           float64 `json:"bias" doc:"predicted / actual - 1"`
	MAE            float64 `json:"mae"`
	RMSE           float64 `json:"rmse"`
	Spearman       float64 `json:"spearman"`
	Gini           float64 `json:"gini" doc:"Normalised Gini of the ranking by predicted orders"`
	TopDecileShare float64 `json:"top_decile_share" doc:"Share of actual orders placed by the tenth predicted best"`
	LogScore       float64 `json:"log_score" doc:"Mean log probability given to what happened; higher is better"`
	Chosen         bool    `json:"chosen"`
}

// BacktestValue compares predicted with actual net spend in the hold-out.
type BacktestValue struct {
	Predicted float64 `json:"predicted"`
	Actual    float64 `json:"actual"`
	Bias      float64 `json:"bias"`
	// Spend is empty unless both could be fitted.
	Spend []BacktestSpend `json:"spend" doc:"Gamma-Gamma on repeat purchase days and on all, asked what the panel's customers who bought in the hold-out would spend a purchase day; empty when they were not compared"`
}

// BacktestSpend is one model of spend's record on the customers of the panel
// who bought in the hold-out.
type BacktestSpend struct {
	Name      string  `json:"name" enum:"gamma-gamma,gamma-gamma-all-days" doc:"The model: on repeat purchase days or on all"`
	Customers int64   `json:"customers" doc:"Customers judged"`
	Predicted float64 `json:"predicted" doc:"Mean over customers of the predicted net spend a purchase day"`
	Actual    float64 `json:"actual" doc:"Mean over customers of the actual one"`
	RMSE      float64 `json:"rmse" doc:"Root mean squared error a customer, with both capped at the 99 % quantile of the actual so that one huge order cannot decide"`
	Gini      float64 `json:"gini" doc:"Normalised Gini of the ranking by predicted spend, the actual capped likewise"`
	ValueBias float64 `json:"value_bias" doc:"predicted / actual - 1 of all customers' spend in the hold-out, with this model"`
	Chosen    bool    `json:"chosen" doc:"Whether the scores come from this model"`
}

// Chosen names the models behind the scores.
type Chosen struct {
	Transactions string `json:"transactions"`
	// Weights is null unless Transactions is a mixture.
	Weights map[string]float64 `json:"weights,omitempty" doc:"Of the models in the mixture, by name; absent for a single model"`
	// Pace is zero when no season is known.
	Pace float64 `json:"pace,omitempty" doc:"How many times as fast as usual purchases are expected within the horizon, from the same weeks a year earlier; absent when the log or the horizon knows no season"`
	// Correction is nil when nothing learned is used.
	Correction *Correction `json:"correction,omitempty" doc:"What trees have learned of the models' errors; absent when it did not win the backtest"`
	Spend      string      `json:"spend"`
	SpendDays  string      `json:"spend_days,omitempty" enum:"repeat,all" doc:"Purchase days on which Gamma-Gamma was fitted: those after the first, or all; absent for mean-spend"`
	Reason     string      `json:"reason"`
}

// Correction is a learned correction of the models' expectations, held to
// their total.
type Correction struct {
	Share    float64         `json:"share" doc:"Share of what the trees say that is applied: a half or all"`
	First    Date            `json:"first" doc:"First day of the log, from which entry is counted"`
	Features []FeatureGain   `json:"features" doc:"What the trees look at, by how much it gains them"`
	Trees    json.RawMessage `json:"trees" doc:"The trees themselves"`
}

// FeatureGain is one feature's share of what trees gained.
type FeatureGain struct {
	Name  string  `json:"name" doc:"The feature"`
	Share float64 `json:"share" doc:"Share of the gain of all splits"`
}

// Totals add up all customers.
type Totals struct {
	HistoricValue  Amount  `json:"historic_value" doc:"All identified customers paid, net of refunds and cancellations"`
	PredictedValue float64 `json:"predicted_value"`
	PredictedLow   float64 `json:"predicted_low"`
	PredictedHigh  float64 `json:"predicted_high"`
	ExpectedOrders float64 `json:"expected_orders"`
	Alive          float64 `json:"alive" doc:"Sum of P(alive)"`
	ValueAtRisk    float64 `json:"value_at_risk" doc:"Sum of CLV x (1 - P(alive))"`
}

// Figure is a number fit to be shown: with its unit, its meaning, its
// uncertainty, its working and its track record.
type Figure struct {
	Key         string   `json:"key"`
	Title       string   `json:"title"`
	Value       *float64 `json:"value" doc:"Null when the data cannot support it; Meaning then says why"`
	Low         *float64 `json:"low"`
	High        *float64 `json:"high"`
	Unit        string   `json:"unit" enum:"money,share,count"`
	Meaning     string   `json:"meaning" doc:"One sentence in plain words"`
	Formula     string   `json:"formula"`
	Working     []Step   `json:"working" doc:"The formula filled in"`
	TrackRecord string   `json:"track_record"`
}

// Step is one line of a Figure's working.
type Step struct {
	Label string  `json:"label"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit" enum:"money,share,count,time,number"`
}

// Notice is something a reader must know beside the numbers.
type Notice struct {
	Level string `json:"level" enum:"info,warning"`
	Code  string `json:"code"`
	Text  string `json:"text"`
}
