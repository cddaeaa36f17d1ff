package value

// ModelFit is one model fitted by itself: what a data scientist asks of a fit.
type ModelFit struct {
	Model          string             `json:"model" doc:"Name of the model"`
	Unit           string             `json:"unit" doc:"Time unit of the parameters, or money"`
	Parameters     map[string]float64 `json:"parameters" doc:"Keyed as in the papers"`
	StandardErrors map[string]float64 `json:"standard_errors" doc:"Delta method from the observed information; absent where it is not positive definite"`
	LogLikelihood  float64            `json:"log_likelihood" doc:"Log probability of the data, on unscaled data"`
	AIC            float64            `json:"aic" doc:"2 k - 2 log-likelihood; smaller is better"`
	BIC            float64            `json:"bic" doc:"k ln(customers) - 2 log-likelihood; smaller is better"`
	Converged      bool               `json:"converged" doc:"No step could raise the likelihood noticeably"`
	GradientNorm   float64            `json:"gradient_norm" doc:"Largest slope left, a customer"`
	Iterations     int                `json:"iterations" doc:"Newton steps of all stages"`
	Customers      float64            `json:"customers" doc:"Customers that took part"`
	DistinctRows   int                `json:"distinct_rows" doc:"Distinct histories among them"`
	Boundary       []string           `json:"boundary" doc:"Parameters on which the data put no finite positive value"`
	Warnings       []string           `json:"warnings" doc:"Sentences for the analyst"`
	Seconds        float64            `json:"seconds" doc:"Wall time"`
	// Order lists the parameters as the papers do.
	Order []string `json:"order" doc:"Names of the parameters in the papers' order"`
}

// ModelComparison is several models asked from several earlier days what would
// follow, and judged on what did.
type ModelComparison struct {
	Unit      string          `json:"unit" doc:"Time unit of the parameters"`
	Customers int             `json:"customers" doc:"Customers in the panel that was asked about"`
	Origins   []OriginRecord  `json:"origins" doc:"The earlier days, first to last"`
	Models    []ComparedModel `json:"models" doc:"Best mean log score first"`
	Verdict   string          `json:"verdict" doc:"What the comparison says, in sentences"`
	Drift     *Drift          `json:"drift_test" doc:"Whether customers first seen in successive windows follow the same parameters; null for runs of earlier versions"`
}

// ComparedModel is one model's record over all origins.
type ComparedModel struct {
	BacktestModel
	CRPS float64 `json:"crps" doc:"Continuous ranked probability score, in purchases; smaller is better"`
	// Coverage beside CoverageClaimed tells whether intervals hold what they
	// claim; counts jump, so that intervals of 90 % claim more.
	Coverage        float64 `json:"coverage" doc:"Share of 90 % intervals of the number of purchases that held what happened"`
	CoverageClaimed float64 `json:"coverage_claimed" doc:"Share that those intervals claimed to hold"`
	// Behind is how far the mean log score lies below that of the best.
	Behind     float64 `json:"behind" doc:"How far the mean log score a customer lies below the best"`
	BehindLow  float64 `json:"behind_low" doc:"95 % interval, by customers"`
	BehindHigh float64 `json:"behind_high" doc:"95 % interval, by customers"`
	Weight     float64 `json:"weight" doc:"In the mixture of models that foretold best"`
	// Fit is of all customers of the panel up to the last day; nil for what is
	// not fitted.
	Fit *ModelFit `json:"fit" doc:"Of all customers of the panel up to the last day; null for what is not fitted"`
}

// OriginRecord is one earlier day and how the models did from there.
type OriginRecord struct {
	AsOf      Date                          `json:"as_of" doc:"The day on which models were fitted"`
	Until     Date                          `json:"until" doc:"The last day they were asked about"`
	Customers int                           `json:"customers" doc:"Customers that took part"`
	Models    []BacktestModel               `json:"models" doc:"Records of the models"`
	Fitted    map[string]map[string]float64 `json:"fitted" doc:"Parameters by model, as fitted on that day"`
}

// Drift says whether customers first seen in successive windows of the log,
// each watched for the same time, follow the same parameters.
type Drift struct {
	Model string `json:"model" doc:"Name of the model; empty when nothing could be tested"`
	// Tested is false with too little data; the verdict then says why.
	Tested       bool          `json:"tested" doc:"Whether there was enough data to test"`
	Moved        bool          `json:"moved" doc:"Whether the windows differ by more than chance allows"`
	Seasonal     bool          `json:"seasonal" doc:"They do, but windows a year apart do not: the time of year in which customers first buy makes the difference"`
	Verdict      string        `json:"verdict" doc:"What was found, or why nothing could be, in sentences"`
	Notes        []string      `json:"notes" doc:"What to keep in mind, in sentences"`
	Level        float64       `json:"level" doc:"Chance of crying drift where there is none"`
	FollowUpDays int           `json:"follow_up_days" doc:"Days each customer was watched from the first purchase"`
	Windows      []DriftWindow `json:"windows" doc:"First to last, by day of first purchase"`
	Order        []string      `json:"order" doc:"Names of the parameters in the papers' order"`
	// Parameters and Yearly are the two questions asked; their p-values are
	// corrected for being two.
	Parameters ChiSquare   `json:"parameters" doc:"Test that all parameters are the same in all windows"`
	Yearly     ChiSquare   `json:"yearly" doc:"Test that new customers are expected to buy as often in all windows"`
	Moves      []DriftMove `json:"moves" doc:"What moved beyond chance between which windows, surest first"`
}

// DriftWindow is the customers first seen between two days.
type DriftWindow struct {
	From       Date               `json:"from" doc:"First day"`
	To         Date               `json:"to" doc:"Last day"`
	Customers  int                `json:"customers" doc:"Customers first seen then"`
	Repeaters  int                `json:"repeaters" doc:"Those who bought on a second day while they were watched"`
	Observed   float64            `json:"observed" doc:"Mean repeat purchases while they were watched"`
	Parameters map[string]float64 `json:"parameters" doc:"Fitted to them alone; absent where they put no finite value on one"`
	Yearly     float64            `json:"yearly" doc:"Repeat purchases expected of a new customer in 52 weeks"`
	YearlyLow  float64            `json:"yearly_low" doc:"95 % interval"`
	YearlyHigh float64            `json:"yearly_high" doc:"95 % interval"`
}

// ChiSquare is a test that windows are alike.
type ChiSquare struct {
	Statistic float64 `json:"statistic" doc:"Chi-square if all windows are alike"`
	Degrees   int     `json:"degrees" doc:"Its degrees of freedom"`
	P         float64 `json:"p" doc:"Chance of a statistic as large if they are"`
	Adjusted  float64 `json:"adjusted" doc:"The same, corrected for asking two questions (Holm)"`
}

// DriftMove is a step between two windows that chance does not explain.
type DriftMove struct {
	Parameter string  `json:"parameter" doc:"Name of the parameter, or yearly for purchases expected in 52 weeks"`
	From      int     `json:"from" doc:"Place of the earlier window"`
	To        int     `json:"to" doc:"Place of the later window"`
	Before    float64 `json:"before" doc:"In the earlier window"`
	After     float64 `json:"after" doc:"In the later window"`
	Z         float64 `json:"z" doc:"The move in standard errors"`
	P         float64 `json:"p" doc:"Its p-value, corrected for all steps looked at (Holm)"`
}

// Posterior is what is known of a model's parameters after the data: draws by
// a No-U-Turn sampler, described.
type Posterior struct {
	Model       string               `json:"model" doc:"Name of the model"`
	Unit        string               `json:"unit" doc:"Time unit of the parameters"`
	Prior       string               `json:"prior" doc:"What was taken to be known before the data"`
	Chains      int                  `json:"chains" doc:"Independent chains"`
	Draws       int                  `json:"draws" doc:"Kept draws a chain"`
	Warmup      int                  `json:"warmup" doc:"Draws a chain that tuned the sampler and were thrown away"`
	Customers   float64              `json:"customers" doc:"Customers that took part"`
	Parameters  []PosteriorParameter `json:"parameters" doc:"Keyed as in the papers"`
	Divergences int                  `json:"divergences" doc:"Trajectories that left the energy surface; any is a warning"`
	Saturated   int                  `json:"saturated" doc:"Trajectories cut at the greatest depth"`
	BFMI        []float64            `json:"bfmi" doc:"Energy fraction of missing information by chain; below 0.3 the tails are explored slowly"`
	Acceptance  float64              `json:"acceptance" doc:"Mean acceptance"`
	Warnings    []string             `json:"warnings" doc:"None means that nothing is known against the draws"`
	Seconds     float64              `json:"seconds" doc:"Wall time"`
}

// PosteriorParameter describes the draws of one parameter.
type PosteriorParameter struct {
	Name    string  `json:"name" doc:"Name"`
	Mean    float64 `json:"mean" doc:"Posterior mean"`
	SD      float64 `json:"sd" doc:"Posterior standard deviation"`
	MCSE    float64 `json:"mcse" doc:"Monte Carlo standard error of the mean"`
	Low     float64 `json:"low" doc:"5 % quantile"`
	Median  float64 `json:"median" doc:"Posterior median"`
	High    float64 `json:"high" doc:"95 % quantile"`
	RHat    float64 `json:"rhat" doc:"Above 1.01 the chains have not mixed"`
	BulkESS float64 `json:"bulk_ess" doc:"Effective number of independent draws for the centre"`
	TailESS float64 `json:"tail_ess" doc:"The same for the 5 % and 95 % quantiles"`
	// Estimate is the maximum of the likelihood, to compare with.
	Estimate float64       `json:"estimate" doc:"Maximum of the likelihood, to compare with"`
	Density  []DensityNode `json:"density" doc:"Kernel estimate of the density"`
	Trace    [][]float64   `json:"trace" doc:"Draws by chain, thinned"`
	Ranks    [][]int       `json:"ranks" doc:"By chain: how many of its draws fall in each twentieth of all draws; even bars mean mixed chains"`
}

// DensityNode is a point of a density curve.
type DensityNode struct {
	X       float64 `json:"x" doc:"Value of the parameter"`
	Density float64 `json:"density" doc:"Probability density there"`
}
